import { kindOfName } from './names';
import { secrets } from './pipeline';
import { isTelling } from './repeated';
import { isStandIn, looksRandom } from './values';
import { Given } from '../../diagnosis/model';
import { wellFormed } from '../plain';

/** Characters of a value, and of one that consists of words. */
const SHORTEST = 8;
const PHRASE = 12;

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
      if (!isDistinct(secret, kindOfName(name) === 'password')) continue;
      for (const form of [secret, encodeURIComponent(wellFormed(secret)), JSON.stringify(secret).slice(1, -1), decoded(secret)]) {
        // a headline has single quotation marks in its quotations
        found.add(form).add(form.replace(/"/g, '\''));
      }
    }
  }
  return [...found];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Of `DATABASE_URL`, the password. */
function partsOf(name: string, value: string): readonly string[] {
  const text = `${name}=${value}`;
  return secrets(text).map(({ start, end }) => text.slice(start, end));
}

const ADDRESS = /^[a-z][\w+.-]*:\/\/|^(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?$|^[.~]{0,2}(?:\/[a-z\d.@-]+)+\/?$/;

/** No ordinary word, number, address or name. A password can consist of words. */
function isDistinct(text: string, isPassword: boolean): boolean {
  if (text.length < SHORTEST || ADDRESS.test(text)) return false;
  return isTelling(text) || (isPassword && text.length >= PHRASE && /^[a-z]+(?:[ ._-][a-z]+)+$/i.test(text) && !isStandIn(text));
}
