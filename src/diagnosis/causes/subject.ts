import { unlessOfLoader } from './application/settings';
import { Frame } from '../../facts/model';
import { Ending } from '../classify';
import { configurationIn, definitionOf, keyIn, namesEcr, withoutRegistry } from '../read';
import { nameInFix } from '../text';

/** Longer lines name what they are about at their beginning. */
const LONGEST_LINE = 2000;

/** What to do about the key or the line of a file that a text names, by what the program says about it; undefined: it names neither. */
export function keyFix(frame: Frame, { container: { name }, seen }: Ending, text: string): string | undefined {
  const whole = text.slice(0, LONGEST_LINE);
  const { key: named, fault } = keyIn(whole) ?? {};
  const key = unlessOfLoader(named);
  if (named && !key) return undefined;
  const place = configurationIn(frame, name, whole, seen);
  const where = place ?? 'the configuration that the image reads';
  if (!key) return place?.startsWith('line ') ? `correct ${place}` : undefined;
  const it = nameInFix(key);
  if (fault === 'unknown') return `take ${it} out of ${where}, or write what this version of the program knows in its place`;
  return fault === 'missing' ? `give ${it} a value in ${where}` : `correct ${it} in ${where}`;
}

/** For words that name nothing. The headline has them. */
export function wordsFix(frame: Frame, { container: { name } }: Ending): string {
  const image = definitionOf(frame, name)?.image;
  const where = image && !namesEcr(image) ? `documentation and issues of ${nameInFix(withoutRegistry(image))}`
    : 'the code of the image';
  return `look for the words of this line in ${where}`;
}
