/*
 * The folders of causes, and what is missing in them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const directories = (path) => readdirSync(path, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();
const camelCase = (id) => id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/**
 * Folder of all causes -> [{family, id, name}] by family and id. `name`: the constant that rule.ts exports. Empty folders are left out: git
 * does not remove those of a cause that another branch has.
 */
export function causeFolders(causes) {
  return directories(causes).flatMap((family) => directories(join(causes, family))
    .filter((id) => readdirSync(join(causes, family, id)).length > 0)
    .map((id) => ({ family, id, name: camelCase(id) })));
}

const CONTENT = {
  'rule.ts': 'how the cause is worded',
  'about.ts': 'what the cause means, how it comes about and how to fix it',
};

const EXAMPLE = '.github/CONTRIBUTING.md has an example';

/** One line for each file that has to be written or edited by hand before anything can be generated. */
export function missingFiles(causes, folders) {
  return folders.flatMap(({ family, id, name }) => {
    const shown = (file) => `src/diagnosis/causes/${family}/${id}/${file}`;
    const path = (file) => join(causes, family, id, file);
    const missing = Object.keys(CONTENT).filter((file) => !existsSync(path(file)));
    if (missing.length) return missing.map((file) => `${shown(file)} is missing: ${CONTENT[file]}. ${EXAMPLE}`);
    const exported = (file, constant) => (new RegExp(`^export const ${constant}\\b`, 'm').test(readFileSync(path(file), 'utf8'))
      ? [] : [`${shown(file)} must have \`export const ${constant}\``]);
    return [...exported('rule.ts', name), ...exported('about.ts', 'about')];
  });
}
