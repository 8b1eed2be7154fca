/** Words that several sections of the tables share: what was being done, and what went wrong. */

/** ECS pulls an image or logs in to its registry. */
export const PULLING = new RegExp([
  'cannotpull', 'cannot ?pull (ecr )?container', 'pull(ing)? (the )?image', 'pull image manifest', 'inspect image', 'ref pull',
  'failed to resolve ref', 'failed to copy', 'httpreadseeker', 'pull access denied', 'pull command failed', 'toomanyrequests',
  'pull rate limit', 'registry auth', 'failed to register layer', 'failed to extract layer', 'repo digest', 'pull the image',
  'task (can ?not|can\'t) pull', 'manifest (for|unknown)', 'no matching manifest', 'invalid reference format', 'getauthorizationtoken',
  'image .{1,300}not found', 'unable to pull', 'image manifest', 'batchgetimage', 'getdownloadurlforlayer', 'batchimportupstreamimage',
].join('|'), 'i');

/** ECS fetches something else for the task, though the text may speak of pulling: a secret, a file, a log driver, a file system. */
export const FETCHING_OTHERS = /env(ironment)? files?\b|logger args|logging driver|\bEFS\b|secrets? (value )?from (asm|ssm|secrets manager|aws)|from (asm|ssm)\b|secretsmanager|secrets manager|parameter store|ssm:|getsecretvalue|getparameter|\bssm parameter|\basm fetching\b|retrieved secret/i;

/** ECS fetches a secret of Secrets Manager or a parameter of Systems Manager. */
export const FETCHING_SECRET = /secrets? (data |value )?from (asm|ssm|secrets? ?manager|aws)|from (asm|ssm)\b|secretsmanager|secrets manager|parameter store|ssm parameters?|invalid parameters: |ssm:|getsecretvalue|getparameters?\b|\basm fetching\b|retrieved secret|secret value|fetching secret|secrets value|authorizationdata|registry auth data|secretid\b|pull secrets|repository ?credentials/i;

/** ECS or the log driver writes to a log. */
export const LOGGING = /logger args|logging driver|log ?driver|log group|log ?stream|cloudwatch log|awslogs|\blogs:(create|put|describe)|log-opt|log opt|firelens|fluent-?bit|fluentd|splunk|create stream/i;

/** A log driver other than awslogs. */
export const OTHER_LOG_DRIVER = /splunk|gelf|syslog|journald|logentries|\bfluent|fluentd|dial unix/i;

/** The container runtime creates or starts a container. */
export const STARTING = /cannot ?(start|create|inspect|stop) ?container|containerstarterror|oci runtime|runc|shim task|starting container process|cannot start container|container runtime|error response from daemon|api error \(\d+\)|container process|container status|system error:|(host|docker ?client) ?config ?error|docker ?state ?error|container ?runtime ?error|\bcgroup\b|exec user process|hcsshim|docker ?timeout|could not transition|container (could not be|failed to be) (created|started)/i;

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

/** Status codes that a health check got: `codes: [404]`, `code 502, 503`. */
export const STATUS_CODES = /codes?:? ?\[?[, ]*(\d[\d, ]*)/i;

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
