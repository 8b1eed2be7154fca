import { kindOfName } from './names';
import { secrets } from './pipeline';
import { NO_NAME } from './repeated';
import { isStandIn, looksRandom } from './values';
import { Given } from '../../diagnosis/model';
import { wellFormed } from '../plain';

/** Characters: a shorter one is in many words, a longer one is a file. */
const SHORTEST = 8;
const LONGEST = 500;
/** Plain words of so many letters are no words of a language. */
const LONG_WORD = 12;

/** By the name of a value, as the redaction of a text judges `name=value`. */
export function isSecretValue({ name, value }: Given): boolean {
  const kind = kindOfName(name);
  if (kind === 'none' || !value || isStandIn(value)) return false;
  return kind === 'weak' ? looksRandom(value, false) : true;
}

/** Secrets that a task definition gives in plain text, and that nobody takes for something else where they stand alone. */
export function givenSecrets(given: readonly Given[]): readonly string[] {
  const found = new Set<string>();
  for (const { name, value } of given) {
    for (const secret of isSecretValue({ name, value }) ? [value.trim()] : partsOf(name, value)) {
      if (!isTelling(secret, kindOfName(name) === 'password')) continue;
      found.add(secret);
      found.add(encodeURIComponent(wellFormed(secret)));
    }
  }
  return [...found];
}

/** Of `DATABASE_URL`, the password. */
function partsOf(name: string, value: string): readonly string[] {
  const text = `${name}=${value}`;
  return secrets(text).map(({ start, end }) => text.slice(start, end));
}

const NUMBER = /^[\d.:,/-]+$/;
const ADDRESS = /^[a-z][\w+.-]*:\/\/|^(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?$|^[.~]{0,2}(?:\/[a-z\d.@-]+)+\/?$/;

/** No ordinary word, number, address or name. A password can consist of words. */
function isTelling(text: string, isPassword: boolean): boolean {
  if (text.length < SHORTEST || text.length > LONGEST || /[\n*]/.test(text) || isStandIn(text)) return false;
  if (NUMBER.test(text) || ADDRESS.test(text)) return false;
  if (/^\p{L}+$/u.test(text)) return text.length >= LONG_WORD || NO_NAME.test(text);
  return NO_NAME.test(text) || (isPassword && text.length >= LONG_WORD);
}
