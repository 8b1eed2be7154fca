import { execFileSync } from 'child_process';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('every TypeScript block of the README compiles against the library', () => {
  const blocks = [...README.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, code]) => code);
  expect(blocks.length).toBeGreaterThanOrEqual(2);
  const files = new Map(blocks.map((code, i) => [join(ROOT, 'test', 'docs', `readme-${i}.ts`), code]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    esModuleInterop: true,
    paths: { 'cdk-diagnosed-fargate': [join(ROOT, 'src', 'index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) => {
    const code = files.get(name);
    return code === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, code, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const wrong = [...files.keys()].flatMap((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)));
  expect(wrong.map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n'))).toEqual([]);
}, 120_000);

test('the output in the README is what the commands print', () => {
  expect(() => execFileSync(process.execPath, [join(ROOT, 'scripts', 'readme.mjs'), '--check'], { stdio: 'pipe' })).not.toThrow();
}, 120_000);

test('the README names only npm scripts, files and options that exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  for (const [, name] of README.matchAll(/npm (?:-s )?run (?:-s )?([\w:-]+)/g)) expect(Object.keys(scripts)).toContain(name);
  for (const [, file] of README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
    expect({ file, exists: existsSync(join(ROOT, file)) }).toEqual({ file, exists: true });
  }
  const options = readFileSync(join(ROOT, 'src', 'constructs', 'diagnosis-options.ts'), 'utf8');
  for (const [, option] of README.matchAll(/^\| `(\w+)` \| (?:`|\d|none)/gm)) expect(options).toContain(`readonly ${option}?:`);
});

test('every link to a section leads to a heading', () => {
  const slug = (heading: string) => heading.toLowerCase().replace(/[^\w\s-]/g, '').trim().replace(/\s/g, '-');
  for (const [, file, anchor] of README.matchAll(/\]\(([^)#:]*)#([^)]+)\)/g)) {
    const page = file ? readFileSync(join(ROOT, file), 'utf8') : README;
    const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading));
    expect(anchors).toContain(anchor);
  }
});

/** Log lines and stack events that Troubleshooting quotes: code of three words or more that is no command and no property. */
const troubleshooting = README.split('\n## Troubleshooting\n')[1].split('\n## ')[0].replace(/```[^]*?```/g, '');
const quoted = [...troubleshooting.matchAll(/`([^`]+)`/g)].map(([, code]) => code)
  .filter((code) => /^(\S+ ){2,}/.test(code) && !/^(aws|npx|ecs-why) |[{}]/.test(code));

test('Troubleshooting quotes enough', () => {
  expect(quoted.length).toBeGreaterThanOrEqual(10);
});

test.each(quoted)('Troubleshooting quotes what the sources print: %s', (text) => {
  const src = join(ROOT, 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const sources = files.map((name) => readFileSync(join(src, name), 'utf8'));
  // These stand for a value.
  const pieces = text.split(/…|\btasks\b|\(?AccessDeniedException\)?/).map((piece) => piece.trim()).filter(Boolean);
  const unprinted = pieces.filter((piece) => !sources.some((source) => source.includes(piece)));
  expect(unprinted).toEqual([]);
});
