import { words } from './source';

/** Words that sentences have, whatever they are about. */
export const GRAMMAR = words(`is are was were be been being the a an this that these those it its must may might should shall can cannot
  could will would not no and or but of to for from by with without at on in into if when because since as than
  then there here has have had do does did you your we our they their please use using however only also doesn't
  isn't can't don't read before after between during while until unless which who whose how why what where try
  see against through about over under up out off der die das ist nicht muss ein eine und oder für la le les est
  une un pas el los las es de que e não deve ser line lines`);
/** Words of sentences about a value, of any kind of text about secrets. */
const OF_VALUES = words(`set unset missing required invalid expired unbound variable parameter argument option string received
  expected field value too contains contain least characters character unauthorized forbidden denied failed fails failure
  error unknown undefined null empty blank match matches mismatch allowed supported default provided given
  specified found exist exists loaded written updated created deleted reset changed incorrect wrong bad
  malformed valid need needs check auth authentication pairs path file files name names specify mindestens
  zeichen é obrigatória must-have code codes status policy rotation provider`);
/**
 * Beginnings of words that say "required", "missing" or "invalid" behind the name of one, in languages of its names; of a script that is
 * not Latin any word, as people choose such passwords with other letters or with digits.
 */
const FOREIGN = /^(?:(?:requ[ei]|obb?lig|obrig|man[qg]|manca|invali|ungül|erford|fehl|ausen|verpl|ontbr|ongel|falta|valid|d[eé]fi|påkr|kräv|krev|sakn|pako|puut|wyma|brak|povin|chy|nepl|gerek|zorun|kötel|hiány|lips)\p{L}{0,9}|[^\0-\u024f]{1,15})$/u;

export function isOfValues(word: string): boolean {
  return OF_VALUES.has(word) || FOREIGN.test(word);
}
/** Words that only errors have, alone or among others. */
export const OF_ERRORS = words(`no not invalid expired missing failed failure fail unknown denied unsupported malformed bad error errors
  exceeded mismatch mismatched unauthorized unauthenticated forbidden revoked wrong unexpected timeout timed
  refused locked illegal corrupt corrupted exception unavailable unreachable cannot disabled canceled cancelled
  aborted truncated closed broken misbehaving absent inappropriate unrecognized undefined incorrect rejected
  insufficient exhausted conflict duplicate unable unresolved untrusted unreadable reached eof busy suspended`);
/** Words that are in the place of a secret only, and those of options. */
const OTHERS = words(`server nil none true false yes redacted hidden arn ok header authorization deprecated str text bytes varchar
  integer number boolean bool int object array any void char uuid optional type password passwd secret token key
  bearer basic digest negotiate ntlm rotated accepted available enabled changeme optional[str] some nullable
  readonly public private static final present needed ignored used got weak short long json yaml env environment
  refresh login service user username id credentials creds passphrase passwords tokens keys secrets set-cookie
  cookie oauth jwt saml oidc anonymous plain scram write admin root md5 sha256 scram-sha-256 scram-sha-512 bcrypt
  argon2 pbkdf2 base64 hex encrypted decrypted plaintext unlimited never always nothing everything all every each
  validation nonetype authenticated successful successfully success pending running stopped started complete
  completed stored generated verified unverified fields credential-process bound supplied include omit same-origin
  sensitive filtered masked protected removed secure so instead alone again twice once both either neither nor
  like via passed flag flags options arguments arg switch setting requires require expects expect takes take wants
  lacks gets get command auto`);
/** Words that are in the place of a secret, describe it or follow an option in a sentence about it: `--password requires a value`. */
export const STANDING_IN: ReadonlySet<string> = new Set([...GRAMMAR, ...OF_VALUES, ...OF_ERRORS, ...OTHERS]);
