import { words } from './source';

/**
 * What a name says about the value beside it. `password`: only a secret is there. `secret`: a secret, or the name of one in a sentence.
 * `weak`: a secret only if the value looks like one. `none`: no secret.
 */
export type NameKind = 'password' | 'secret' | 'weak' | 'none';

/** Words for which the value is always the secret itself, in the languages of the field. */
const PASSWORDS = words(`passcode kennwort contraseña contrasena senha haslo
  losenord jelszo passe 비밀번호 암호 密码 パスワード pwd pw pass passw psw psk pin otp totp hotp
  mnemonic parolă sifre 口令 zugangscode masterauth
  assword passwords`);
/** Words of languages that give them endings. */
const STEMS = 'şifre|parola|парол|hasł|jelsz|salasan|lösenord|wachtwoord|adgangskode|hesl|κωδικ';
const STEM = new RegExp(`^(?:${STEMS})\\p{L}{0,3}$`, 'u');
/** Words for which the value is the secret, except in sentences. */
const SECRETS = words(`secrets token cred creds authorization cookie signature sig sas jwt hmac pepper pat
  sid bearer verifier xoxc xoxb xoxp xoxs salt csrf xsrf rediscli токен トークン 토큰 令牌 секрет ключ 密钥 秘密 geheimnis jeton secreto
  secreta chave キー 秘密鍵 zugangsschlüssel schlüssel clave hmacencoded preauth unseal magic dnkey`);
/** Words whose value is a secret if it looks like one. */
const WEAK = words(`key keys login auth authentication session license licence webhook seed dsn code codes plaintext hec tokens passes
  clé cle appid otpauth connectionstring dek kek jaas secretstring accessid`);
/** Words before `key` that make it a secret. */
const KEY_OF = words(`api app access account private secret signing sign signature encryption encrypt decryption crypto cipher master
  auth authentication license licence shared storage subscription service admin write ingest rsa aes fernet jwt unseal unlock recovery
  bot sdk webhook preshared wireguard hmac token privat deploy origin user ssh data personal root confirmation activation product cookie
  session functions function speech primary2 geheimer api2 rest maps ca client iot salt security transfer device server dsa ec openssl
  pgp wep`);
/** Words before `key` and `token` with which they are no secret. */
const PUBLIC_OF = words(`public publishable primary foreign partition sort cache routing row range unique duplicate object s3 bucket
  index translation i18n registry composite config env map message group idempotency idempotent json lookup ordering dedup deduplication
  next request continuation page pagination sync prompt completion total max min special unexpected clienttoken host header column
  dictionary sorted known authorized trusted starting start exclusive evaluated last context query pair element label tag kms
  cancellation build release commit input output bad unknown reasoning cached used remaining eos bos pad mask sep stop ephemeral
  anonymous shard kv etcd redis restore`);
/** Words after a secret that make its name the name of something about it; so do their plurals. */
const ABOUT = words(`file path dir directory folder location arn name type ttl expiry expiration expire expired exp at in length len size
  policy policies count min max limit version enabled disabled required encryption rotation algorithm algo alg format url uri endpoint
  host header field provider service manager store method mode scope issuer audience status state error valid invalid hint strength age
  lifetime duration interval cache bucket class validator encoder reset changed created updated timeout retries source ref reference from
  prefix suffix pattern regex schema template stage strategy handler factory filter resolver repository controller middleware rule
  requirement attempts days hours seconds ms description label title placeholder usage index column table group kind engine driver plugin
  backend mount request response domain checker generator parser bucketname counter ring range page rotator rotated needs support update
  entry feature helper profile`);
/** Identifiers of secrets: `AWS_ACCESS_KEY_ID`, `secret_id`. */
const IDS = words('id ids sid identifier user username uid account');
/** Whole names that hold no secret, though their words look like it. */
const KEPT = words(`signedheaders xamzsignedheaders xamzalgorithm xamzdate xamzexpires xgoogsignedheaders xgoogalgorithm xgoogdate
  xgoogexpires publickey routingkey partitionkey sharedaccesskeyname secretname secretkeyref secretref tokenize tokenizer
  clientrequesttoken requesttoken nexttoken continuationtoken pagetoken syncpagetoken clienttoken idempotencytoken kid keyid subkey
  keyring signaturedoesnotmatch passthrough passwordencryption exitcode statuscode errorcode zipcode countrycode bypass compass
  xamznextpagetoken taskcredentialsid passedtoken pinsha256 sharedcredentialsfile crossslot invalidkeypair secwebsocketkey`);
/** Ends of words that were written together: `mysqlpassword`, `csrftoken`, `mypassword1`. */
const PASSWORD_ENDS =
  'password|passwd|passphrase|passwort|kennwort|pwd|(?:store|key|user|db|ssh|require|admin|root|bind|my|app|mail|ftp)p(?:ass|w)';
const PASSWORD_END = new RegExp(`(?:${PASSWORD_ENDS})$`);
const ENDS = new RegExp(`(?:${PASSWORD_ENDS}|secret|token|(?:api|access|secret|private|auth|license|master|signing|encryption|shared|`
  + 'app)keys?|sess(?:ion)?id|credentials?|authcode)$');

/** Parts of many names of secrets; the other names have words of their own. */
const PARTS = 'pass|pw|secre|token|key|cred|auth|cookie|sig|sess|licen|pat|phrase|assertion|code|cl[eé]|schlussel';
const HAS_PART = new RegExp(PARTS);
const OTHER_PARTS = [...PASSWORDS, ...SECRETS, ...WEAK].filter((word) => !HAS_PART.test(word));
/** All parts of names that can be names of secrets; a first and quick search. */
export const HINT = new RegExp([PARTS, STEMS, ...OTHER_PARTS].join('|'), 'gi');

const known = new Map<string, NameKind>();
const MOST_KNOWN = 5000;

/** The kind of a name such as `DB_PASSWORD`, `spring.datasource.password`, `apiKey`. */
export function kindOfName(name: string): NameKind {
  const cached = known.get(name);
  if (cached) return cached;
  const kind = judge(wordsOf(name));
  if (known.size < MOST_KNOWN) known.set(name, kind);
  return kind;
}

export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase().split(/[^\p{L}\p{N}]+|(?<=\p{L})(?=\p{N}+(?:\P{L}|$))/u).filter(Boolean);
}

function judge(parts: readonly string[]): NameKind {
  if (KEPT.has(parts.join(''))) return 'none';
  let at = parts.length - 1;
  while (at >= 0 && own(parts, at) === 'none') at--;
  if (at < 0) return 'none';
  let kind = own(parts, at);
  // The secret may be the word before: `token_key`, `secret hash`, `password code`.
  for (let i = at - 1; i >= 0; i--) {
    const earlier = own(parts, i);
    if (rank(earlier) > rank(kind)) kind = earlier;
  }
  const after = parts.slice(at + 1);
  if (after.some((word) => IDS.has(word)) && parts[at] !== 'private') return parts.includes('private') ? 'secret' : 'weak';
  if (kind === 'weak' && after.some((word) => !/^(?:\d+|b64|base64|data|prod|dev|test|live|staging|v\d)$/.test(word))) return 'none';
  return after.some((word) => ABOUT.has(word) || ABOUT.has(word.replace(/s$/, ''))) ? 'none' : kind;
}

/** Languages without blanks: a particle may follow the word. */
function ofUnspaced(word: string): NameKind {
  const isIn = (list: ReadonlySet<string>) => [...list].some((entry) => /[^\u0000-\u024f]/.test(entry) && word.includes(entry));
  if (isIn(PASSWORDS)) return 'password';
  return isIn(SECRETS) ? 'secret' : 'none';
}

const RANKS: readonly NameKind[] = ['none', 'weak', 'secret', 'password'];
function rank(kind: NameKind): number {
  return RANKS.indexOf(kind);
}

/** The kind of one word of a name. */
function own(parts: readonly string[], at: number): NameKind {
  const word = parts[at];
  const before = parts[at - 1] ?? '';
  if ((word === 'key' || word === 'keys' || word === 'token' || word === 'tokens') && PUBLIC_OF.has(before)) return 'none';
  if (word === 'key' && KEY_OF.has(before)) return 'secret';
  if (word === 'key' && parts.length === 1) return 'weak';
  if (word === 'code' && /^(?:auth|authorization|recovery|backup|verification|pairing|otp|mfa|activation|2fa|access|pin)$/.test(before)) return 'secret';
  if (word === 'assertion' && before === 'client') return 'secret';
  if (word === 'phrase' && /^(?:recovery|backup|wallet|seed|pass|secret|mnemonic)$/.test(before)) return 'password';
  if (/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/.test(word)) return ofUnspaced(word);
  if (PASSWORDS.has(word) || STEM.test(word)) return 'password';
  if (SECRETS.has(word)) return 'secret';
  if (WEAK.has(word)) return 'weak';
  if (word.length > 3 && ENDS.test(word)) return PASSWORD_END.test(word) ? 'password' : 'secret';
  return 'none';
}
