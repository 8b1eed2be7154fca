import { Shape } from './shapes.generated';

/** Tokens with a prefix that their issuers document and that the public sets lack or know in another form: prefix, rest; ... */
const TABLE = String.raw`
  // AWS and Amazon
  AKIA [A-Z0-9]{12,16} ; ASIA [A-Z0-9]{12,16} ; ABIA [A-Z0-9]{16} ; ACCA [A-Z0-9]{16} ; A3T [A-Z0-9]{17}
  IQoJb3JpZ2lu [\w+/=-]{60,} ; FwoGZXIvYXdz [\w+/=-]{60,} ; FQoGZXIvYXdz [\w+/=-]{60,} ; AQoDYXdz [\w+/=-]{60,}
  ABSK [\w+/=]{80,} ; bedrock-api-key- [\w=+/-]{20,}
  amzn.mws. [0-9a-f-]{36} ; amzn1. (?:oa2-cs|application-oa2-client)[\w.]{30,} ; Atzr\| [\w-]{50,} ; Atza\| [\w-]{50,}
  Atc\| [\w-]{50,}
  // code and packages
  gh [pousr]_\w{30,} ; github_pat_ \w{20,} ; gl (?:pat|dt|rt|ptt|soat|ft|imt|agent|ffct|oas|rtr|wt)-[\w-]{20,}
  glcbt- [\w-]{18,} ; GR1348941 [\w-]{20} ; ATATT3 [\w=-]{50,} ; ATCTT3 [\w=-]{50,}
  ATBB [A-Za-z0-9=]{24,}
  npm_ \w{36} ; pypi- [\w-]{50,} ; rubygems_ [0-9a-f]{40,} ; cio [A-Za-z0-9]{32} ; dckr_ [po]at_[\w-]{20,} ; SWMTKN-1- [a-z0-9-]{40,}
  SWMKEY-1- [\w+/=]{30,}
  AKCp \w{50,} ; cmVmd [A-Za-z0-9]{50,} ; packagist_ \w{3}_[0-9a-f]{40,} ; oy2 [a-z0-9]{43}
  CLOJARS_ [a-z0-9]{60}
  sgp_ [A-Za-z0-9_]{40,} ; slk_ [0-9a-f]{64} ; CCIPAT_ \w{30,} ; CCIPRJ_ \w{30,} ; bkua_ [0-9a-z]{30,} ; bkct_ \w{30,}
  bkaj_ [\w.-]{30,}
  ico- [A-Za-z0-9]{32} ; hawk. [\w-]{20}\.[\w-]{20} ; snyk_ [a-z]{3}\.\w{8}\.[\w-]{30,} ; sq [pua]_[0-9a-z]{40}
  pat. [\w-]{22}\.\w{24}\.\w{20} ; sat. [\w-]{22}\.\w{24}\.\w{20}
  eyJ0eXAiOiAiVENWMiJ9. [\w-]{20,}\.[\w-]{20,} ; pnu_ \w{36} ; pnb_ \w{36} ; dbt[cus]?_ [\w=-]{40,}
  // messages
  xox [a-z]-[\w-]{10,} ; xoxe.xox [a-z]-[\w-]{10,} ; xapp- \d-[\w-]{10,} ; SG. [\w-]{16,80}\.[\w-]{16,} ; key- [0-9a-f]{32}
  pubkey- [0-9a-f]{32} ; md- [\w-]{22}(?![\w-])
  xkeysib- [0-9a-f]{60,100}-\w+ ; xsmtpsib- [0-9a-f]{60,100}-\w+ ; mlsn. [0-9a-f]{60,} ; re_ [A-Za-z0-9]{8}_[A-Za-z0-9]{20,}
  PMAK- [\w-]{50,} ; PMAT- \w{26} ; SK [0-9a-f]{32} ; AC [0-9a-f]{32}
  // payment and shops
  sk_ (?:live|test|prod)_\w{10,} ; rk_ (?:live|test|prod)_\w{10,} ; pk_ (?:live|test|prod)_\w{10,} ; ak_ (?:live|test)_\w{10,}
  whsec_ [\w+/=-]{20,} ; EAAA [\w-]{60} ; EAA [A-Za-z0-9]{80,}
  sq0atp- [\w-]{22,} ; sq0csp- [\w-]{22,} ; access_token\$ (?:production|sandbox)\$\w{10,40}\$[0-9a-f]{20,}
  AQE [\w+/=-]{60,}[\S]{0,120} ; sk_ (?:sbox_|test_)?[0-9a-f-]{36}
  live_ [A-Za-z0-9_-]{28,} ; test_ [A-Za-z0-9_-]{30,} ; rzp_ (?:live|test)_\w{14} ; FLWSECK (?:_TEST)?-[\w-]{12,}
  FLWPUBK (?:_TEST)?-[\w-]{12,} ; pdl_ (?:live|sdbx)_apikey_\w{26}_\w{20,}
  EZ[AT]K [A-Za-z0-9]{50,} ; shp (?:at|ca|pa|ss|tka|ua)_[0-9a-f]{32}
  duffel_ (?:test|live)_[\w=-]{40,} ; shippo_ (?:live|test)_[0-9a-f]{40}
  // Google, Microsoft
  AIza [\w-]{30,} ; ya29. [\w-]{20,} ; GOCSPX- [\w-]{20,} ; GOOG1E [A-Z0-9]{50,} ; GOOG [A-Z0-9]{20}(?![A-Z0-9])
  6L [\w-]{6}AAAAA[\w-]{25,} ; 1//0 [\w-]{40,} ; 4/0 [\w-]{40,} ; 0x4AAAA [\w-]{20,}
  // models
  sk- (?:ant-|proj-|svcacct-|admin-|or-v1-|lf-)[\w-]{20,} ; sk- [\w-]{32,} ; gsk_ \w{40,} ; r8_ [\w-]{30,} ; hf_ \w{30,}
  csk- [a-z0-9]{40,} ; tvly- [\w-]{20,} ; pcsk_ \w{40,} ; pplx- \w{40,}
  sk_ [0-9a-f]{40,} ; rpa_ [A-Z0-9]{30,} ; nvapi- [\w-]{50,} ; xai- \w{50,} ; jina_ \w{40,} ; pa- [\w-]{40,} ; fw_ [A-Za-z0-9]{20,}
  co- [A-Za-z0-9]{36,} ; esecret_ \w{30,} ; lsv2_ [ps][tk]_[0-9a-f]{32}_[0-9a-f]{8,}
  // clouds, networks, databases
  do [opr]_v1_[0-9a-f]{64} ; DO00 [A-Z0-9]{16} ; dop_v1_ [0-9a-f]{20,} ; v1.0- [0-9a-f]{24}-[0-9a-f]{100,} ; HRKU- [\w-]{30,}
  nfp_ \w{36,} ; vercel_blob_rw_ \w{30,} ; vc[a-z]_ \w{20,}
  fo1_ [\w+/=-]{30,} ; fm1 [ar]?_[\w+/=-]{30,} ; fm2_ [\w+/=-]{30,} ; rnd_ \w{28,} ; sbp_ [0-9a-z_]{40,} ; sb_secret_ [\w-]{20,}
  napi_ [a-z0-9]{40,} ; pscale_ (?:pw|tkn|oauth)_[\w.-]{20,}
  CCDB1_ \w{20,} ; AVNS_ [\w-]{16,} ; dapi [0-9a-f]{32}(?:-\d+)? ; dose [0-9a-f]{32} ; 4b1d [A-Za-z0-9]{38}(?![A-Za-z0-9])
  cflt [\w+/]{50,} ; SCW [A-Z0-9]{17}(?![A-Z0-9]) ; EXO [0-9a-f]{24,26}(?!\w)
  AKID [A-Za-z0-9]{32} ; LTAI [A-Za-z0-9]{12,} ; AQVN [\w-]{35,38} ; t1. [A-Z0-9a-z_-]{10,80}={0,2}\.[\w-]{80,}
  YC [A-Za-z0-9_-]{38}(?![\w-]) ; mdb_sa_ \w{2}_[\w-]{20,}
  hv [sbr]\.[\w-]{24,} ; pul- [0-9a-f]{40} ; dp. (?:ct|pt|st|sa|scim|audit)\.[\w.-]{20,} ; st. \w{8}[\w-]{10,40}\.\w{20,60}\.\w{20,}
  ops_eyJ [\w+/=]{50,} ; A3- [A-Z0-9-]{28,} ; tskey- [a-z]{3,9}-[\w-]{20,}
  dnkey- [\w-]{40,} ; sha256~ [\w-]{43} ; token- [a-z0-9]{5}:[a-z0-9]{40,} ; kubeconfig- [\w-]{3,40}:[a-z0-9]{40,}
  K10 [0-9a-f]{64}::\S{10,} ; 0x [0-9a-f]{64}(?![0-9a-f])(?=\W*$)
  // watching
  NR (?:AK|JS|II|IQ|AA|RA)-[\w-]{16,} ; eu01xx [0-9a-f]{30}NRAL ; px- (?:api|dep)-[0-9a-f-]{36} ; gl (?:sa|c)_[\w+/=]{32,}
  hc [a-z]{2,3}k_[0-9a-z]{50,} ; dt0 [a-z]\d\d\.\w{8,24}\.\w{60,}
  sntry [su]_[\w+/=-]{40,} ; hb[a-z]_ \w{30,} ; xaat- [0-9a-f-]{36} ; xapt- [0-9a-f-]{36} ; ph[cx]_ \w{40,}
  api- [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22} ; sdk- [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}
  configcat-sdk-1/ [\w-]{22}/[\w-]{22} ; lin_ (?:api|oauth)_\w{30,} ; u+ [\w-]{18}(?![\w-]) ; logfire_ \w{20,} ; rootly_ \w{40,}
  // offices and others
  ntn_ \w{40,} ; secret_ [A-Za-z0-9]{40,} ; pat \w{14}\.[0-9a-f]{64} ; tfp_ [\w.=-]{40,} ; rdme_ [a-z0-9]{60,} ; p8e- [\w-]{32}
  aio_ [A-Za-z0-9]{28} ; apify_api_ \w{30,} ; b_ [\w=-]{44}(?![\w-]) ; IGQV [\w-]{60,}
  WPL_AP \d\.\w{10,40}\.\w{6,} ; sl. [\w=-]{100,} ; sl.u. [\w=-]{60,} ; AGE-SECRET-KEY-1 \w{50,} ; xprv [A-Za-z0-9]{100,}
  fio-u- [\w=-]{60,} ; sm_ [aps]at_\w{16} ; API- [A-Z0-9]{26}
  s-s4t2 (?:ud|af)-[0-9a-f]{64} ; tk-us- [\w-]{48} ; da2- [a-z0-9]{26} ; figd_ [\w-]{40} ; figo_ [\w-]{20,} ; figu[hr]?_ [\w-]{20,}
  patAT \w{10,} ; CFPAT- [\w-]{43} ; zpka_ \w{32}_\w{8} ; v4.public. [\w-]{60,} ; v2.local. [\w-]{60,}
  na1. [\w+/]{60,} ; eu1. [\w+/]{60,} ; gAAAAA [\w=-]{60,} ; base64: [\w+/]{42,}={0,2} ; LS0tLS1CRUdJTi [\w+/=]{20,}
  MIIE [\w+/=]{200,} ; eyJrIjoi [\w+/=]{60,} ; ZXlK [\w+/=-]{60,} ; PRIVATE-MAC: \s?[0-9a-f]{40,}
  SU [A-Z2-7]{56} ; SA [A-Z2-7]{56} ; SO [A-Z2-7]{56} ; SN [A-Z2-7]{56} ; nsec1 [a-z0-9]{58} ; AAAA [\w-]{6,8}:APA91b[\w-]{60,}
  django-insecure- \S{30,} ; default: [\w-]{3,40}\.[0-9a-f]{40,}
  \*: [\w-]{3,40}\.[0-9a-f]{40,} ; bot \d{5,16}:A[\w-]{32,}
  ot[a-z]_ \w{32,} ; odt_ \w{32,} ; tr_ (?:dev|prod|stg)_\w{20,} ; TOK: \w{20,} ; sec_ [A-Za-z0-9]{28,}
`;

export const OWN_SHAPES: readonly Shape[] = TABLE.split(/\n| ; /).map((entry) => entry.trim())
  .filter((entry) => entry && !entry.startsWith('//'))
  .map((entry) => ['', entry.slice(0, entry.indexOf(' ')), entry.slice(entry.indexOf(' ') + 1)]);
