/** Words that several sections of the tables share, or a section and a rule: what was being done, and what went wrong. */

/** ECS fetches something else for the task, though the text may speak of pulling: a secret, a file, a log driver, a file system. */
export const FETCHING_OTHERS = /env(ironment)? files?\b|logger args|logging driver|\bEFS\b|secrets? (value )?from (asm|ssm|secrets manager|aws)|from (asm|ssm)\b|secretsmanager|secrets manager|parameter store|ssm:|getsecretvalue|getparameter|\bssm parameter|\basm fetching\b|retrieved secret/i;

/** No connection. Goes before permission words: a text about a lost connection often names the call and the credentials, too. */
export const NETWORK = new RegExp([
  'i/o timeout', 'dial tcp', 'connection (issue|refused|reset|timed out|failure|aborted)', 'connect: ', 'context deadline exceeded',
  'deadline exceeded', 'request (was )?cancel', 'context cancel', 'no such host', 'name or service not known',
  'temporary failure in name resolution', 'network is unreachable', 'no route to host', 'tls handshake', 'client\\.timeout',
  'request send failed', 'send request failed', 'statuscode: 0\\b', 'signal: killed', 'check your (task )?network',
  'could ?n[o\']t (connect|resolve host)', 'unable to (connect|reach|resolve host)', 'net/http', 'unexpected eof', 'read: connection',
  '\\bx509\\b', 'timeout (exceeded|while|waiting)', 'timed out (while|waiting|after)', 'server misbehaving', 'lookup \\S+ on ',
  'proxyconnect', 'broken pipe', 'awaiting headers',
].join('|'), 'i');

/** Too many requests for an AWS API or a registry. */
export const THROTTLED = /toomanyrequests|too many requests|\b429\b|rate limit|pull limit|rate ?exceeded|throttl|request limit exceeded|slowdown/i;

/** The instances have too little of a resource, which the text names. */
export const SHORT_OF = /insufficient (cpu|memory|gpu|eni|disk)|\bRESOURCE:(CPU|MEM|MEMORY|GPU|ENI|FPGA)\b|enough (cpu|memory|gpu|eni)/i;
/** They have too little, and the text does not name of what. */
export const SHORT = /insufficient (resources|capacity|units)|not enough (resources|capacity)/i;

/** A KMS key, but not the host name of the KMS endpoint. */
export const KMS = /\bkms\b(?!\.[\w-]+\.amazonaws)|access to kms|kms:decrypt|ciphertext|customer.managed key|encryption key/i;

/** A permission or credentials are missing. */
export const DENIED = new RegExp([
  'access ?denied', '\\b(is ?n[o\']t|not) authorized', 'unauthorized', 'forbidden', '\\b40[13]\\b', '\\bdenied\\b', 'no basic auth',
  'authentication required', 'authorization failed', 'failed to authorize', 'failed to fetch (anonymous|oauth) token',
  'no identity-based policy', 'explicit deny', 'incorrect username or password', 'insufficient_scope', 'unrecognizedclient',
  'invalidclienttoken', 'expiredtoken', 'signature', 'nocredentialproviders', 'no valid credential', 'permission', 'no credentials',
  'login attempt .* failed',
].join('|'), 'i');

/** Docker Hub gives one answer for "does not exist" and "is private". */
export const MAY_REQUIRE = /may require|does not exist or|insufficient_scope/i;

/** It does not exist. */
export const MISSING = /not found|notfound|\b404\b|does(n't| not) exist|can ?no?t find|can't find|cannot find|manifest ?(for .{1,300})?unknown|name ?unknown|no such (image|manifest|secret|parameter|key|bucket)|failed to find a repo digest|could not find|non-?existent|marked for deletion|scheduled for deletion|invalid (ssm )?parameters/i;
