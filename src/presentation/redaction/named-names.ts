/**
 * Settings that hold the name of a secret: of an object of Kubernetes, of a key in it, of an entry in a store. A chart has
 * `existingSecret: orders-db`, `passwordKey: postgres-password`, `imagePullSecrets: [registry]`.
 */
const OF_OBJECT = /(?:(?:existing|external|sealed|pull|tls)[a-z]{0,20}|credentials?|password|privatekey|cert(?:ificate)?)secrets?$/i;
const OF_KEY = /(?:password|passwd|token|credentials?|existing\w{0,20})_?-?key$/i;
/** `orders-db`, `s3-backup`, `registry`: words, of which only one among others ends with a digit. */
const WORDS = /^[a-z]+(?:\d{0,2}[-._/][a-z]+\d{0,2}|-\d{1,2})*$/;
/** `prod/db`: an entry in a store. */
const ENTRY = /^[a-z]+(?:-[a-z]+)*(?:\/[a-z]+(?:-[a-z]+)*){1,6}$/;

/** "cannot find secret: orders-db" */
const LOOKS_FOR = /\b(?:find|fetch|get|read|load|access|retrieve|resolve|mount|describe|unknown|missing|no such)(?:ing)?\s(?:the\s)?$/i;
const NOT_FOUND = /^ (?:was |is )?(?:not found|does not exist|is missing|missing)\b/;

/** `before`: the line before the name. `behind`: what is between the name and the value. */
export function isNameOfSecret(name: string, value: string, before: string, behind: string): boolean {
  const [last] = /[\w-]+$/.exec(name) ?? [''];
  if (/^(?:secret|credential)s?$/i.test(last)) {
    const isEntry = ENTRY.test(value) || (value.includes('-') && WORDS.test(value));
    return /^s/i.test(last) && isEntry && (LOOKS_FOR.test(before) || NOT_FOUND.test(behind));
  }
  // constants are variables of an environment, which hold values
  return /[a-z]/.test(last) && (OF_OBJECT.test(last.replace(/[_-]/g, '')) || OF_KEY.test(last)) && WORDS.test(value) && value.length < 64;
}
