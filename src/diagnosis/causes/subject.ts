import { unlessOfLoader } from './application/settings';
import { Frame } from '../../facts/model';
import { Ending } from '../classify';
import { configurationIn, definitionOf, keyIn, namesEcr, thrownAt, withoutRegistry } from '../read';
import { nameInFix } from '../text';

/*
 * What a line names decides what is to be done: a key of a configuration, a place in a file, a library, a place in the code. A line that
 * names nothing is looked for in the documentation or code of the program.
 */

/** The program at fault, not what it was given. */
const OF_CODE = /nil pointer|null ?pointer|\bNull\w*Exception|undefined method|\b(?:Type|Name|Attribute|Reference|NoMethod)Error\b|uninitialized|index out of/i;

/** A variable that ends like a key has the value of one setting, not the settings. */
const OF_ONE_VALUE = /^(?!\S*CONF)\w+ of addContainer.*/;

/** Longer lines name what they are about at their beginning. */
const LONGEST_LINE = 2000;

/** What to do about the key or the file that the line names; undefined: it names neither. */
export function keyFix(frame: Frame, { container: { name }, seen }: Ending, line: string): string | undefined {
  const whole = line.slice(0, LONGEST_LINE);
  const refused = refusedOption(frame, name, whole);
  if (refused) return refused;
  const { key: named, fault } = keyIn(whole) ?? {};
  const key = unlessOfLoader(named);
  if (named && !key) return undefined;
  // an option that the program does not know can end like a variable of another one
  const found = configurationIn(frame, name, whole, fault === 'unknown' ? undefined : key, seen);
  const variable = key && /^\w{5,}$/.test(key) ? `, or in the variable that fills it (perhaps ${key.toUpperCase()})` : '';
  const place = found?.place.replace(fault === 'unknown' ? OF_ONE_VALUE : /^$/, '') || `the configuration that the image reads${fault === 'unknown' ? '' : variable}`;
  const where = found?.line ? `line ${found.line} of ${place}` : place;
  if (!key) return fileFix(frame, name, whole) ?? (found?.line && `correct ${where}`);
  if (found?.isKey) return `correct ${place}`;
  const it = nameInFix(key);
  if (fault === 'unknown') return `take ${it} out of ${where}, or write what this version of the program knows in its place`;
  return fault === 'missing' ? `give ${it} a value in ${where}` : `correct ${it} in ${where}`;
}

/** An option of the command that this version does not have: the line names its first word, as `Pilot ...` does for `--pilot.dashboard`. */
function refusedOption(frame: Frame, container: string | undefined, whole: string): string | undefined {
  if (!/\b(?:removed|no longer|unknown|unsupported|deprecated|not recognized)\b/i.test(whole)) return undefined;
  const option = definitionOf(frame, container)?.command?.find((word) => {
    const [, first] = /^--(\w{4,40})[.]/.exec(word) ?? [];
    return first && new RegExp(`\\b${first}\\b`, 'i').test(whole);
  });
  return option && `take ${nameInFix(option)} out of command of addContainer('${container}'), or pin the version before, which knows it`;
}

const FILE = /\b(?:(find|open|missing|no)|pars\w+|decod\w+|corrupt\w*|truncated) (?:\w+ ){0,3}files?:? ["'`]?((?:[\w.@+-]{0,100}\/)[\w./@+-]{2,200})/i;
/** A program that does not understand its configuration has a whole one. */
const CONFIGURATION = /\.(?:ya?ml|json|toml|conf|cfg|ini|xml|properties|hcl)$/;

function fileFix(frame: Frame, container: string | undefined, whole: string): string | undefined {
  const [, absent, named] = FILE.exec(whole) ?? [];
  if (!named) return undefined;
  const file = nameInFix(named.replace(/[.:]$/, ''));
  if (!absent && CONFIGURATION.test(file)) return undefined;
  if (!absent) return `put a whole copy of ${file} in place of the one there; or, if the program makes it, remove it`;
  const mounts = (definitionOf(frame, container)?.mountPoints ?? []).flatMap(({ containerPath }) => containerPath ?? []).join(', ');
  const now = mounts ? ` (mounted now: ${mounts})` : '';
  return `mount ${file} or copy it into the image${now}; or name the file that is there in the option or variable for it`;
}

/** The same for a library or a place in the code. */
export function codeFix(frame: Frame, { container, seen }: Ending, whole: string, former: string | undefined): string | undefined {
  const found = thrownAt(frame, whole, seen);
  const library = found.library?.split(' ').map(nameInFix).join(' ');
  const own = found.own && nameInFix(found.own);
  const isOfCode = OF_CODE.test(whole.slice(0, LONGEST_LINE));
  if (library && (former || isOfCode)) {
    const versions = former
      ? `compare its version and that of the runtime with those in ${former}, which ran, and pin both (lock file, tag of the base image)`
      : 'take another version of it (lock file) or of the runtime';
    const caller = own ? ` (${own})` : '';
    return `the error comes out of the library ${library}: ${versions}; or change what calls it${caller}`;
  }
  const foreign = foreignImage(frame, container.name);
  if (!own || (foreign && !isOfCode)) return undefined;
  if (foreign) return `take another version of ${foreign}: the error is one of its code (${own})`;
  return isOfCode ? `correct the code at ${own}`
    : `look at ${own}, which gives up: correct what it reads (variable, file, answer of a service)`;
}

/** The image, if it is none of the user's own registry. */
function foreignImage(frame: Frame, container: string | undefined): string | undefined {
  const image = definitionOf(frame, container)?.image;
  return image && !namesEcr(image) ? nameInFix(withoutRegistry(image)) : undefined;
}

/** For words that name nothing. The headline has them. */
export function wordsFix(frame: Frame, { container: { name } }: Ending): string {
  const image = foreignImage(frame, name);
  const where = image ? `documentation and issues of ${image}`
    : 'the code of the image, and at what it reads there (variable, file, service)';
  return `look for the words of this line in ${where}`;
}
