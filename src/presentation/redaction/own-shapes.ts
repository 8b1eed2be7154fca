import { Shape } from './shapes.generated';

/**
 * Tokens with a prefix that their issuers document and that the public sets lack or know in another form: prefix, rest; ... In this
 * order: AWS and Amazon; code and packages; messages; payment and shops; Google and Microsoft; models; clouds, networks and databases;
 * watching; offices and others. A comment in the table would be in the bundle.
 */
const TABLE = String.raw`
  AKIA [A-Z0-9]{12,16} ; ASIA [A-Z0-9]{12,16} ; ABIA [A-Z0-9]{16} ; ACCA [A-Z0-9]{16} ; A3T [A-Z0-9]{17}
  IQoJb3JpZ2lu [\w+/=-]{60,} ; FwoGZXIvYXdz [\w+/=-]{60,} ; FQoGZXIvYXdz [\w+/=-]{60,} ; AQoDYXdz [\w+/=-]{60,}
  ABSK [\w+/=]{80,} ; bedrock-api-key- [\w=+/-]{20,}
  amzn.mws. [0-9a-f-]{36} ; amzn1. (?:oa2-cs|application-oa2-client)[\w.]{30,}
  gh [pousr]_\w{30,} ; github_pat_ \w{20,} ; gl (?:pat|dt|rt|ptt|soat|ft|imt|agent|ffct|oas|rtr|wt|cbt)-[\w-]{20,}
  ATATT3 [\w-]{30,} ; ATCTT3 [\w-]{30,}
  ATBB [A-Za-z0-9=]{24,}
  pypi- [\w-]{30,} ; rubygems_ \w{40,} ; cio [A-Za-z0-9]{32} ; dckr_ [po]at_[\w-]{20,} ; SWMTKN-1- [a-z0-9-]{40,}
  SWMKEY-1- [\w+/=]{30,}
  packagist_ \w{3}_[0-9a-f]{40,} ; oy2 [a-z0-9]{43}
  bkua_ \w{30,} ; bkct_ \w{30,}
  bkaj_ [\w.-]{30,}
  ico- [A-Za-z0-9]{32} ; hawk. [\w-]{20}\.[\w-]{20} ; snyk_ [a-z]{3}\.\w{8}\.[\w-]{30,}
  pat. [\w-]{22}\.\w{24}\.\w{20} ; sat. [\w-]{22}\.\w{24}\.\w{20}
  oauth: [a-z\d]{30}(?!\w)
  xox [a-z]-[\w-]{10,} ; xapp- \d{1,12}-[\w+/-]{10,} ; SG. [\w-]{16,80}\.[\w-]{16,}
  md- [\w-]{22}(?![\w-])
  xkeysib- \w{60,100}-\w+ ; mlsn. [0-9a-f]{60,} ; re_ [A-Za-z0-9]{8}_[A-Za-z0-9]{20,}
  PMAT- \w{26} ; SK [0-9a-f]{32}
  sk_ (?:live|test|prod)_\w{10,} ; rk_ (?:live|test|prod)_\w{10,} ; pk_ (?:live|test|prod)_\w{10,} ; ak_ (?:live|test)_\w{10,}
  whsec_ [\w+/=-]{20,}
  sq0csp- [\w-]{22,} ; access_token\$ (?:production|sandbox)\$\w{10,40}\$[0-9a-f]{20,}
  AQE [\w+/=-]{60,}[\S]{0,120} ; sk_ (?:sbox_|test_)?(?:[0-9a-f-]{36}|[a-z\d]{26,27}(?!\w))
  live_ [A-Za-z0-9_-]{28,} ; test_ [A-Za-z0-9_-]{30,} ; rzp_ (?:live|test)_\w{14} ; FLWSECK (?:_TEST)?-[\w-]{12,}
  FLWPUBK (?:_TEST)?-[\w-]{12,} ; pdl_ (?:live|sdbx)_apikey_\w{26}_\w{20,}
  shp (?:at|ca|pa|ss|tka|ua)_\w{30,}
  duffel_ (?:test|live)_[\w=-]{40,}
  access- <plaid> ; link- <plaid> ; public- <plaid>
  AIza [\w-]{30,} ; ya29. [\w-]{20,} ; GOCSPX- [\w-]{20,} ; GOOG1E [A-Z0-9]{50,} ; GOOG [A-Z0-9]{20}(?![A-Z0-9])
  0x4AAAA [\w-]{20,}
  sk- (?:ant-|proj-|svcacct-|admin-|or-v1-|lf-)[\w-]{20,} ; sk- [\w-]{32,} ; r8_ [\w-]{30,} ; hf_ \w{30,}
  tvly- [\w-]{20,} ; pplx- \w{30,}
  rpa_ [A-Z0-9]{30,} ; fw_ [A-Za-z0-9]{20,}
  lsv2_ [ps][tk]_[0-9a-f]{32}_[0-9a-f]{8,}
  DO00 [A-Z0-9]{16} ; dop_v1_ \w{20,} ; v1.0- [0-9a-f]{24}-[0-9a-f]{100,} ; HRKU- [\w-]{30,}
  vercel_blob_rw_ \w{30,} ; vc[a-z]_ \w{20,}
  fo1_ [\w+/=-]{30,} ; fm1 [ar]?_[\w+/=-]{30,} ; fm2_ [\w+/=-]{30,} ; sbp_ \w{40,} ; sb_secret_ [\w-]{20,}
  pscale_ (?:pw|tkn|oauth)_[\w.=-]{20,}
  AVNS_ [\w-]{16,} ; dose [0-9a-f]{32}
  SCW [A-Z0-9]{17}(?![A-Z0-9]) ; EXO [0-9a-f]{24,26}(?!\w)
  LTAI [A-Za-z0-9]{12,} ; t1. [A-Z0-9a-z_-]{10,80}={0,2}\.[\w-]{80,}
  mdb_sa_ \w{2}_[\w-]{20,}
  hv [sbr]\.[\w-]{24,} ; dp. (?:ct|pt|st|sa|scim|audit)\.[\w.-]{20,} ; st. \w{8}[\w-]{10,40}\.\w{20,60}\.\w{20,}
  ops_eyJ [\w+/=]{50,} ; A3- [A-Z0-9-]{28,} ; tskey- [a-z]{3,9}-[\w-]{20,}
  sha256~ [\w-]{43} ; token- [a-z0-9]{5}:[a-z0-9]{40,} ; kubeconfig- [\w-]{3,40}:[a-z0-9]{40,}
  K10 [0-9a-f]{64}::\S{10,} ; 0x (?<=<of-key>0x)(?<!(?:tx|hash|action|block)\W{1,4}0x)[0-9a-f]{64}(?![0-9a-f])
  NR (?:AK|JS|II|IQ|AA|RA)-[\w-]{16,} ; px- (?:api|dep)-[\w-]{36} ; gl (?:sa|c)_[\w+/=]{32,}
  hc [a-z]{2,3}k_[0-9a-z]{50,} ; dt0 [a-z]\d\d\.\w{8,24}\.\w{60,}
  sntry [su]_[\w+/=-]{40,} ; xaat- [0-9a-f-]{36} ; xapt- [0-9a-f-]{36}
  api- [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22} ; sdk- [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}
  lin_ (?:api|oauth)_\w{30,} ; u+ [\w-]{18}(?![\w-]) ; logfire_ \w{20,}
  ntn_ \w{40,} ; pat \w{14}\.[0-9a-f]{64} ; tfp_ [\w.=-]{40,} ; rdme_ \w{60,} ; p8e- [\w-]{32}
  apify_api_ \w{30,} ; b_ [\w=-]{44}(?![\w-])
  WPL_AP \d\.\w{10,40}\.\w{6,} ; sl. (?:u\.[\w-]{30,}|[\w=-]{100,}) ; AGE-SECRET-KEY-1 \w{30,}
  fio-u- [\w=-]{30,} ; sm_ [aps]at_\w{16} ; API- [A-Z0-9]{26}
  da2- [a-z0-9]{26} ; figd_ [\w-]{40} ; figo_ [\w-]{20,}
  patAT \w{10,} ; zpka_ \w{32}_\w{8}
  gAAAAA [\w-]{30,} ; base64: [\w+/]{42,}={0,2} ; LS0tLS1CRUdJTi [\w+/=]{20,}
  11 [0-9a-f]{32}(?!\w) ; pk_ [0-9a-f]{34}(?!\w) ; cs_ [0-9a-f]{40}(?!\w)
  MIIE [\w+/=]{200,} ; eyJrIjoi [\w+/=]{60,} ; ZXlK [\w+/=-]{60,}
  nsec1 [a-z0-9]{58} ; AAAA [\w-]{6,8}:APA91b[\w-]{60,}
  django-insecure- \S{30,} ; default: [\w-]{3,40}\.[0-9a-f]{40,}
  \*: [\w-]{3,40}\.[0-9a-f]{40,} ; bot \d{5,16}:A[\w-]{32,}
  xprv \w{90,} ; CCIPAT_ \w{40,} ; sgp_ \w{40,} ; odt_ \w{32,} ; tr_ (?:dev|prod|stg)_\w{20,} ; TOK: \w{20,}
`;

/** Hashes of transactions and blocks have the form of a private key of Ethereum, so the words before tell. */
const OF_KEY = String.raw`(?:priv|secr|signer|wallet|(?<!(?:public|cache)[ _]?)key)\w{0,8}[^\n]{0,40}?`;

/** Tokens of Plaid. */
const PLAID = '(?:sandbox|development|production)-[\\da-f-]{36}';

export const OWN_SHAPES: readonly Shape[] = TABLE.trim().replace(/<plaid>/g, PLAID).replace('<of-key>', OF_KEY).split(/\n\s*| ; /)
  .map((entry) => ['', entry.slice(0, entry.indexOf(' ')), entry.slice(entry.indexOf(' ') + 1)]);
