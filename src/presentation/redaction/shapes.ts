import { PUBLIC_SHAPES, Shape } from './shapes.generated';

/** Tokens with a prefix that their issuers document and that the public sets lack or know in another form. */
const OWN_SHAPES: readonly Shape[] = ([
  // AWS and Amazon
  ['AKIA', '[A-Z0-9]{12,16}'], ['ASIA', '[A-Z0-9]{12,16}'], ['ABIA', '[A-Z0-9]{16}'], ['ACCA', '[A-Z0-9]{16}'], ['A3T', '[A-Z0-9]{17}'],
  ['IQoJb3JpZ2lu', '[\\w+/=-]{60,}'], ['FwoGZXIvYXdz', '[\\w+/=-]{60,}'], ['FQoGZXIvYXdz', '[\\w+/=-]{60,}'], ['AQoDYXdz', '[\\w+/=-]{60,}'],
  ['ABSK', '[\\w+/=]{80,}'], ['bedrock-api-key-', '[\\w=+/-]{20,}'],
  ['amzn.mws.', '[0-9a-f-]{36}'], ['amzn1.', '(?:oa2-cs|application-oa2-client)[\\w.]{30,}'], ['Atzr\\|', '[\\w-]{50,}'], ['Atza\\|', '[\\w-]{50,}'], ['Atc\\|', '[\\w-]{50,}'],
  // code and packages
  ['gh', '[pousr]_\\w{30,}'], ['github_pat_', '\\w{20,}'], ['glpat-', '[\\w-]{20,}'], ['gldt-', '[\\w-]{20,}'], ['glrt-', '[\\w-]{20,}'], ['glptt-', '[\\w-]{20,}'],
  ['glsoat-', '[\\w-]{20,}'], ['glcbt-', '[\\w-]{18,}'], ['glft-', '[\\w-]{20,}'], ['glimt-', '[\\w-]{20,}'], ['glagent-', '[\\w-]{20,}'], ['glffct-', '[\\w-]{20,}'],
  ['gloas-', '[\\w-]{20,}'], ['glrtr-', '[\\w-]{20,}'], ['glwt-', '[\\w-]{20,}'], ['GR1348941', '[\\w-]{20}'], ['ATATT3', '[\\w=-]{50,}'], ['ATCTT3', '[\\w=-]{50,}'], ['ATBB', '[A-Za-z0-9=]{24,}'],
  ['npm_', '\\w{36}'], ['pypi-', '[\\w-]{50,}'], ['rubygems_', '[0-9a-f]{40,}'], ['cio', '[A-Za-z0-9]{32}'], ['dckr_', '[po]at_[\\w-]{20,}'], ['SWMTKN-1-', '[a-z0-9-]{40,}'], ['SWMKEY-1-', '[\\w+/=]{30,}'],
  ['AKCp', '\\w{50,}'], ['cmVmd', '[A-Za-z0-9]{50,}'], ['packagist_', '[aou][cor][kt]_[0-9a-f]{40,}'], ['packagist_', '\\w{3}_[0-9a-f]{40,}'], ['oy2', '[a-z0-9]{43}'], ['CLOJARS_', '[a-z0-9]{60}'],
  ['sgp_', '[A-Za-z0-9_]{40,}'], ['slk_', '[0-9a-f]{64}'], ['CCIPAT_', '\\w{30,}'], ['CCIPRJ_', '\\w{30,}'], ['bkua_', '[0-9a-z]{30,}'], ['bkct_', '\\w{30,}'], ['bkaj_', '[\\w.-]{30,}'],
  ['ico-', '[A-Za-z0-9]{32}'], ['hawk.', '[\\w-]{20}\\.[\\w-]{20}'], ['snyk_', '[a-z]{3}\\.\\w{8}\\.[\\w-]{30,}'], ['sq', '[pua]_[0-9a-z]{40}'], ['pat.', '[\\w-]{22}\\.\\w{24}\\.\\w{20}'], ['sat.', '[\\w-]{22}\\.\\w{24}\\.\\w{20}'],
  ['eyJ0eXAiOiAiVENWMiJ9.', '[\\w-]{20,}\\.[\\w-]{20,}'], ['pnu_', '\\w{36}'], ['pnb_', '\\w{36}'], ['dbt[cus]?_', '[\\w=-]{40,}'], ['dbtc_', '[\\w=-]{40,}'], ['dbtu_', '[\\w=-]{40,}'],
  // messages
  ['xox', '[a-z]-[\\w-]{10,}'], ['xoxe.xox', '[a-z]-[\\w-]{10,}'], ['xapp-', '\\d-[\\w-]{10,}'], ['SG.', '[\\w-]{16,80}\\.[\\w-]{16,}'], ['key-', '[0-9a-f]{32}'], ['pubkey-', '[0-9a-f]{32}'], ['md-', '[\\w-]{22}(?![\\w-])'],
  ['xkeysib-', '[0-9a-f]{60,100}-\\w+'], ['xsmtpsib-', '[0-9a-f]{60,100}-\\w+'], ['mlsn.', '[0-9a-f]{60,}'], ['re_', '[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}'], ['PMAK-', '[\\w-]{50,}'], ['PMAT-', '\\w{26}'], ['SK', '[0-9a-f]{32}'], ['AC', '[0-9a-f]{32}'],
  // payment and shops
  ['sk_', '(?:live|test|prod)_\\w{10,}'], ['rk_', '(?:live|test|prod)_\\w{10,}'], ['pk_', '(?:live|test|prod)_\\w{10,}'], ['ak_', '(?:live|test)_\\w{10,}'], ['whsec_', '[\\w+/=-]{20,}'], ['EAAA', '[\\w-]{60}'], ['EAA', '[A-Za-z0-9]{80,}'],
  ['sq0atp-', '[\\w-]{22,}'], ['sq0csp-', '[\\w-]{22,}'], ['access_token\\$', '(?:production|sandbox)\\$\\w{10,40}\\$[0-9a-f]{20,}'], ['AQE', '[\\w+/=-]{60,}[\\S]{0,120}'], ['sk_', '(?:sbox_|test_)?[0-9a-f-]{36}'],
  ['live_', '[A-Za-z0-9_-]{28,}'], ['test_', '[A-Za-z0-9_-]{30,}'], ['rzp_', '(?:live|test)_\\w{14}'], ['FLWSECK', '(?:_TEST)?-[\\w-]{12,}'], ['FLWPUBK', '(?:_TEST)?-[\\w-]{12,}'], ['pdl_', '(?:live|sdbx)_apikey_\\w{26}_\\w{20,}'],
  ['EZ[AT]K', '[A-Za-z0-9]{54}'], ['EZAK', '[A-Za-z0-9]{50,}'], ['EZTK', '[A-Za-z0-9]{50,}'], ['shp', '(?:at|ca|pa|ss|tka|ua)_[0-9a-f]{32}'], ['duffel_', '(?:test|live)_[\\w=-]{40,}'], ['shippo_', '(?:live|test)_[0-9a-f]{40}'],
  // Google, Microsoft
  ['AIza', '[\\w-]{30,}'], ['ya29.', '[\\w-]{20,}'], ['GOCSPX-', '[\\w-]{20,}'], ['GOOG1E', '[A-Z0-9]{50,}'], ['GOOG', '[A-Z0-9]{20}(?![A-Z0-9])'], ['6L', '[\\w-]{6}AAAAA[\\w-]{25,}'], ['1//0', '[\\w-]{40,}'], ['4/0', '[\\w-]{40,}'], ['0x4AAAA', '[\\w-]{20,}'],
  // models
  ['sk-', '(?:ant-|proj-|svcacct-|admin-|or-v1-|lf-)[\\w-]{20,}'], ['sk-', '[\\w-]{32,}'], ['gsk_', '\\w{40,}'], ['r8_', '[\\w-]{30,}'], ['hf_', '\\w{30,}'], ['csk-', '[a-z0-9]{40,}'], ['tvly-', '[\\w-]{20,}'], ['pcsk_', '\\w{40,}'], ['pplx-', '\\w{40,}'],
  ['sk_', '[0-9a-f]{40,}'], ['rpa_', '[A-Z0-9]{30,}'], ['nvapi-', '[\\w-]{50,}'], ['xai-', '\\w{50,}'], ['jina_', '\\w{40,}'], ['pa-', '[\\w-]{40,}'], ['fw_', '[A-Za-z0-9]{20,}'], ['co-', '[A-Za-z0-9]{36,}'], ['esecret_', '\\w{30,}'], ['lsv2_', '[ps][tk]_[0-9a-f]{32}_[0-9a-f]{8,}'],
  // clouds, networks, databases
  ['do', '[opr]_v1_[0-9a-f]{64}'], ['DO00', '[A-Z0-9]{16}'], ['dop_v1_', '[0-9a-f]{20,}'], ['v1.0-', '[0-9a-f]{24}-[0-9a-f]{100,}'], ['HRKU-', '[\\w-]{30,}'], ['nfp_', '\\w{36,}'], ['vercel_blob_rw_', '\\w{30,}'], ['vc[a-z]_', '\\w{20,}'],
  ['fo1_', '[\\w+/=-]{30,}'], ['fm1', '[ar]?_[\\w+/=-]{30,}'], ['fm2_', '[\\w+/=-]{30,}'], ['rnd_', '\\w{28,}'], ['sbp_', '[0-9a-z_]{40,}'], ['sb_secret_', '[\\w-]{20,}'], ['napi_', '[a-z0-9]{40,}'], ['pscale_', '(?:pw|tkn|oauth)_[\\w.-]{20,}'],
  ['CCDB1_', '\\w{20,}'], ['AVNS_', '[\\w-]{16,}'], ['dapi', '[0-9a-f]{32}(?:-\\d+)?'], ['dose', '[0-9a-f]{32}'], ['4b1d', '[A-Za-z0-9]{38}(?![A-Za-z0-9])'], ['cflt', '[\\w+/]{50,}'], ['SCW', '[A-Z0-9]{17}(?![A-Z0-9])'], ['EXO', '[0-9a-f]{24,26}(?!\\w)'],
  ['AKID', '[A-Za-z0-9]{32}'], ['LTAI', '[A-Za-z0-9]{12,}'], ['AQVN', '[\\w-]{35,38}'], ['t1.', '[A-Z0-9a-z_-]{10,80}={0,2}\\.[\\w-]{80,}'], ['YC', '[A-Za-z0-9_-]{38}(?![\\w-])'], ['mdb_sa_', '\\w{2}_[\\w-]{20,}'],
  ['hv', '[sbr]\\.[\\w-]{24,}'], ['pul-', '[0-9a-f]{40}'], ['dp.', '(?:ct|pt|st|sa|scim|audit)\\.[\\w.-]{20,}'], ['st.', '\\w{8}[\\w-]{10,40}\\.\\w{20,60}\\.\\w{20,}'], ['ops_eyJ', '[\\w+/=]{50,}'], ['A3-', '[A-Z0-9-]{28,}'], ['tskey-', '[a-z]{3,9}-[\\w-]{20,}'],
  ['dnkey-', '[\\w-]{40,}'], ['sha256~', '[\\w-]{43}'], ['token-', '[a-z0-9]{5}:[a-z0-9]{40,}'], ['kubeconfig-', '[\\w-]{3,40}:[a-z0-9]{40,}'], ['K10', '[0-9a-f]{64}::\\S{10,}'], ['0x', '[0-9a-f]{64}(?![0-9a-f])(?=\\W*$)'],
  // watching
  ['NR', '(?:AK|JS|II|IQ|AA|RA)-[\\w-]{16,}'], ['eu01xx', '[0-9a-f]{30}NRAL'], ['px-', '(?:api|dep)-[0-9a-f-]{36}'], ['gl', '(?:sa|c)_[\\w+/=]{32,}'], ['hc', '[a-z]{2,3}k_[0-9a-z]{50,}'], ['dt0', '[a-z]\\d\\d\\.\\w{8,24}\\.\\w{60,}'],
  ['sntry', '[su]_[\\w+/=-]{40,}'], ['hb[a-z]_', '\\w{30,}'], ['hbp_', '\\w{30,}'], ['xaat-', '[0-9a-f-]{36}'], ['xapt-', '[0-9a-f-]{36}'], ['ph[cx]_', '\\w{40,}'], ['phx_', '\\w{40,}'], ['phc_', '\\w{40,}'], ['api-', '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}'], ['sdk-', '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}'],
  ['configcat-sdk-1/', '[\\w-]{22}/[\\w-]{22}'], ['lin_', '(?:api|oauth)_\\w{30,}'], ['u+', '[\\w-]{18}(?![\\w-])'], ['logfire_', '\\w{20,}'], ['rootly_', '\\w{40,}'],
  // offices and others
  ['ntn_', '\\w{40,}'], ['secret_', '[A-Za-z0-9]{40,}'], ['pat', '\\w{14}\\.[0-9a-f]{64}'], ['tfp_', '[\\w.=-]{40,}'], ['rdme_', '[a-z0-9]{60,}'], ['p8e-', '[\\w-]{32}'], ['aio_', '[A-Za-z0-9]{28}'], ['apify_api_', '\\w{30,}'], ['b_', '[\\w=-]{44}(?![\\w-])'], ['IGQV', '[\\w-]{60,}'],
  ['WPL_AP', '\\d\\.\\w{10,40}\\.\\w{6,}'], ['sl.', '[\\w=-]{100,}'], ['sl.u.', '[\\w=-]{60,}'], ['AGE-SECRET-KEY-1', '\\w{50,}'], ['xprv', '[A-Za-z0-9]{100,}'], ['fio-u-', '[\\w=-]{60,}'], ['sm_', '[aps]at_\\w{16}'], ['API-', '[A-Z0-9]{26}'],
  ['s-s4t2', '(?:ud|af)-[0-9a-f]{64}'], ['tk-us-', '[\\w-]{48}'], ['da2-', '[a-z0-9]{26}'], ['figd_', '[\\w-]{40}'], ['figo_', '[\\w-]{20,}'], ['figu[hr]?_', '[\\w-]{20,}'], ['patAT', '\\w{10,}'], ['CFPAT-', '[\\w-]{43}'], ['zpka_', '\\w{32}_\\w{8}'], ['v4.public.', '[\\w-]{60,}'], ['v2.local.', '[\\w-]{60,}'],
  ['na1.', '[\\w+/]{60,}'], ['eu1.', '[\\w+/]{60,}'], ['gAAAAA', '[\\w=-]{60,}'], ['base64:', '[\\w+/]{42,}={0,2}'], ['LS0tLS1CRUdJTi', '[\\w+/=]{20,}'], ['MIIE', '[\\w+/=]{200,}'], ['eyJrIjoi', '[\\w+/=]{60,}'], ['ZXlK', '[\\w+/=-]{60,}'], ['PRIVATE-MAC:', '\\s?[0-9a-f]{40,}'],
  ['nsec1', '[a-z0-9]{58}'], ['AAAA', '[\\w-]{6,8}:APA91b[\\w-]{60,}'], ['django-insecure-', '\\S{30,}'], ['default:', '[\\w-]{3,40}\\.[0-9a-f]{40,}'], ['\\*:', '[\\w-]{3,40}\\.[0-9a-f]{40,}'], ['bot', '\\d{5,16}:A[\\w-]{32,}'],
  ['ot[a-z]_', '\\w{32,}'], ['odt_', '\\w{32,}'], ['tr_', '(?:dev|prod|stg)_\\w{20,}'], ['TOK:', '\\w{20,}'], ['sec_', '[A-Za-z0-9]{28,}'],
] as readonly (readonly [string, string])[]).map(([prefix, rest]) => ['', prefix, rest]);

/** Shapes without a prefix: a sign inside or an end tells them. Each is tried where a word begins. */
const INSIDE = new RegExp([
  /\d{5,16}:A[\w-]{32,}/y, // Telegram bots
  /[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}/y, // Discord bots
  /ey[A-Za-z0-9_-]{8,600}\.[\w-]{8,}(?:\.[\w-]+)*/y, // JSON web tokens
  /[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?!\w)/y, // Mailgun
  /[0-9a-f]{32}-us\d{1,2}(?!\w)/y, // Mailchimp
  /[0-9a-f]{36}NRAL(?!\w)|[0-9a-f]{36}FFFFNRAL/y, // New Relic
  /[a-zA-Z0-9_~.]{3}\dQ~[\w~.-]{31,34}/y, // Microsoft Entra
  /[\w+/]{30,86}(?:AIoT|AStA|\+ASb|\+AEh|\+ARm|\+AMC|\+ACR|AzCa|AzSe|AzFu|ACDb|JQQJ99|APIM)[\w+/=]{4,}/y, // Azure
  /[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}/y, // OpenAI
  /[\w-]{6}\.[\w-]{6}:[\w-]{30,}/y, // Ably
  /(?=[a-z.]{0,22}\d)[a-z0-9]{6}\.(?=[a-z]{0,15}\d)[a-z0-9]{16}(?![\w.])/y, // bootstrap tokens of Kubernetes
  /1\/\d{13,16}(?:\/\d{13,16})?:[0-9a-f]{32}/y, // Asana
  /[0-9a-f]{24}:[0-9a-f]{64}(?!\w)/y, // Ghost
  /\d{13,18}\|[\w-]{26,}/y, // Facebook
  /\d{15,25}-[A-Za-z0-9]{20,50}(?!\w)/y, // X
  /00[A-Za-z0-9]{13}![\w.-]{60,}/y, // Salesforce
  /[a-z0-9]{11,15}AAAAAAAAA[\w=-]{40,}/y, // Dropbox
  /\d{1,3}-[A-Za-z0-9]{64}(?!\w)/y, // TrueNAS
  /\w{30,40}_mmk(?!\w)/y, // MaxMind
  /\$(?:2[abxy]|1|5|6|7|y|apr1|argon2(?:id|i|d)|scrypt|pbkdf2[\w-]{0,12}|sha1)\$[\w./$+=,-]{20,}/y, // password hashes: crypt(5), PHC
  /(?:pbkdf2_sha(?:1|256)|bcrypt_sha256|argon2|scrypt)\$[\w./$+=,-]{20,}/y, // Django
  /SCRAM-SHA-(?:1|256)\$\d{3,6}:[\w+/=]{8,60}\$[\w+/=]{20,80}:[\w+/=]{20,}/y, // PostgreSQL
  /\{(?:SSHA|SHA|SSHA256|SSHA512|CRYPT|bcrypt|MD5|SMD5)\}[\w+/=$.]{16,}/y, // LDAP
  /1000\.[0-9a-f]{32}\.[0-9a-f]{32}/y, // Zoho
  /[sbr]\.(?=[A-Za-z]*\d)[A-Za-z0-9]{24}(?!\w)|[bs]\.AAAA[\w-]{60,}/y, // Vault before 1.10
  /v[1-4]\.(?:local|public)\.[\w-]{30,}/y, // PASETO
  /[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{50,}/y,
].map(({ source }) => source).join('|'), 'y');
/** Signs that every shape of `INSIDE` has. */
const HAS_INSIDE = /[.:!|$~{]|-us\d|NRAL|[0-9a-f]{32}-|\d{15}-|^\d{1,3}-|A(?:IoT|StA|Sb|Eh|Rm|MC|CR|zCa|zSe|zFu|CDb|PIM)|JQQJ99|T3Blbk|_mmk|AAAAAAAA/;

interface Group {
  readonly sensitive: RegExp;
  readonly insensitive: RegExp | undefined;
}

const KEY_LENGTH = 2;
let groups: ReadonlyMap<string, Group> | undefined;

/** All shapes whose prefix begins alike are one expression, made at the first use. */
function groupOf(text: string, at: number): Group | undefined {
  groups ??= grouped();
  return groups.get(text.slice(at, at + KEY_LENGTH).toLowerCase());
}

function grouped(): ReadonlyMap<string, Group> {
  const lists = new Map<string, { sensitive: string[]; insensitive: string[] }>();
  for (const [flag, prefix, rest] of [...OWN_SHAPES, ...PUBLIC_SHAPES]) {
    const key = prefix.replace(/\\/g, '').slice(0, KEY_LENGTH).toLowerCase();
    const list = lists.get(key) ?? { sensitive: [], insensitive: [] };
    const isPlain = /^[A-Za-z0-9]+$/.test(prefix);
    const literal = prefix.replace(/[.+](?!\\)/g, '\\$&');
    const pattern = `${literal}(?:${rest})${isPlain && !/,\}|\(\?!|\+$/.test(rest) ? '(?![A-Za-z0-9])' : ''}`;
    (flag ? list.insensitive : list.sensitive).push(pattern);
    lists.set(key, list);
  }
  return new Map([...lists].map(([key, { sensitive, insensitive }]) => [key, {
    sensitive: new RegExp(sensitive.length ? sensitive.join('|') : '(?!)', 'y'),
    insensitive: insensitive.length ? new RegExp(insensitive.join('|'), 'iy') : undefined,
  }]));
}

/** Length of the token of a known shape that begins here; 0 if there is none. */
export function shapeAt(text: string, at: number): number {
  const group = groupOf(text, at);
  if (!group) return 0;
  return matchLength(group.sensitive, text, at) || (group.insensitive ? matchLength(group.insensitive, text, at) : 0);
}

export function mayHaveInside(run: string): boolean {
  return HAS_INSIDE.test(run);
}

export function insideAt(text: string, at: number): number {
  return matchLength(INSIDE, text, at);
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
