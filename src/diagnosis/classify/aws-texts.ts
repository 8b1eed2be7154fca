/**
 * How AWS words each cause (Amazon ECS Developer Guide, stopped task errors and service event messages; source of the container agent;
 * public reports). Sections are asked in the order of `AWS_TEXTS` below, the rows of each from top to bottom; the first that matches
 * decides, for a text supports one cause. Sections that name what was being done (a pull, a mount) go before sections that name what went
 * wrong (a permission, capacity), because a pull that is denied is a matter of the pull. A comment on a row names the later rows that its
 * texts match, too; a row without one competes with no other for the texts in test/corpus. Patterns read the normalised text (`../text`).
 *
 * A new row goes to the section about what was being done, above the rows that are less special.
 */
import { allOf, anyOf, LATER, Row, Section } from './table';
import { CauseId } from '../../contract';
import { DENIED } from '../../facts/denied';
import { alternatives, cut } from '../text';

// Words that several sections share; those of one section are beside it. Rules import some of them from here.

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

/** A KMS key, but not the host name of the KMS endpoint. */
const KMS = /\bkms\b(?!\.[\w-]+\.amazonaws)|access to kms|kms:decrypt|ciphertext|customer.managed key|encryption key/i;

/** It does not exist. */
export const MISSING = /not found|notfound|\b404\b|does(n't| not) exist|can ?no?t find|can't find|cannot find|manifest ?(for .{1,300})?unknown|name ?unknown|no such (image|manifest|secret|parameter|key|bucket)|failed to find a repo digest|could not find|non-?existent|marked for deletion|scheduled for deletion|invalid (ssm )?parameters/i;

/**
 * Before all others, because both texts go on in the words of other causes: a capacity provider launches no instance because of a quota, a
 * subnet or a permission, and a throttled call names a resource that is in order.
 */
const LAUNCH: Section = {
  rows: [
    ['capacity-provider-failed', /unable to launch instance/i],
    ['throttled', /operations are being throttled/i],
  ],
};

/** Before roles, permissions and networking: a hook that ECS is not allowed to invoke is a matter of the hook. */
const DEPLOYMENT: Section = {
  rows: [
    ['lifecycle-hook-failed', /\b(lifecycle|pause) ?hooks?\b.{0,200}(fail|unable|could not|timed out|timeout|denied|invalid)|hook ?(status|target).{0,80}(fail|null|invalid|unable)|unable to (invoke|parse).{0,80}hook|hook\(s\) failed|hooks? execution fail/i],
    ['alarm-rollback', /alarms? (was |were |is |has been )?(detected|triggered|fired|breach)|alarms?\b.{0,80}(in alarm|alarm state|went into)|(due to|because of) .{0,40}\balarms?\b/i],
    ['deployment-config-blocked', /unable to (stop or start|start or stop) tasks|because of the service deployment configuration|update the minimumhealthypercent/i],
    ['task-protection-blocked', /protected tasks|task protection|scale-?in protection|unable to scale in/i],
    // before the circuit breaker: "… circuit breaker was triggered. No rollback candidate was found"
    ['no-rollback-candidate', /no rollback candidate|(no|without an?) (previous|earlier|completed|stable) (deployment|service revision).{0,60}roll/i],
    ['deployment-timeout-generic', /exceeded attempts to wait|notstabilized|did not stabilize|timed out waiting for completion|(creation|update) time exceeded|exceeded the specified timeout|resource timed out|stabili[sz]ation.{0,40}(timed out|timeout)/i],
    ['circuit-breaker-generic', /circuit ?breaker|deployment (\S+ )?failed: tasks? failed to start|^(\(?service.{1,300})?(deployment )?rolling back to|deployment (\S+ )?failed\.?$/i],
    ['dependency-container-failed', /dependency graph(?!: execution role)|container ordering|dependency will never|did not exit successfully|depend(s|ed|ency)( |s)?on.{0,80}(not met|failed|timed out)|dependency .{0,120}(has timed out|unhealthy|failed)/i],
  ],
};

/**
 * The Docker daemon or containerd of the host does not answer the agent. Docker's client asks for elevated privileges on Windows whenever
 * its named pipe does not answer (docker/docker-ce, client/request.go). "error during connect" is that client, unless a registry's URL
 * follows.
 */
export const NO_DAEMON = new RegExp([
  'error during connect: (?!(get|post|head) "?https://)', 'cannot connect to the docker daemon', 'docker client must be run (with )?elevated',
  'pipe[\\\\/]docker_?engine', 'is the docker daemon running', 'docker daemon is not running',
  'dial unix[: ]\\S{0,90}(docker|containerd)(-containerd|-debug)?\\.sock',
].join('|'), 'i');
/** The agent gave up its own call to Docker. In a pull these words are about the registry, too. */
const AGENT_GAVE_UP = /^cannot(start|create|inspect|describe|stop|list)containers?error: (error response from daemon: )?context deadline exceeded\W*$/i;
/** Before pulls, volumes and logs, of which the agent speaks in the same text, and before networking: the host answers for itself. */
const DAEMON: Section = {
  rows: [
    ['container-runtime-timeout', anyOf(NO_DAEMON, AGENT_GAVE_UP)],
  ],
};

const CONTAINER_HEALTH: Section = {
  rows: [
    ['container-health-check', /container health ?check|due to an unhealthy status/i],
  ],
};

/** Reason codes and descriptions of the state of a target (Elastic Load Balancing API Reference, TargetHealth). ECS repeats both. */
const STATES: readonly Row[] = [
  ['target-ip-unusable', /Target\.IpUnusable|cannot be used as a target/i],
  ['target-not-in-use', /Target\.(NotInUse|InvalidState)|not enabled for the load balancer|not configured to receive traffic|target (group )?is not (in use|used)|target is in the stopped state/i],
  ['target-not-registered', /Target\.NotRegistered|target is not registered|is not registered (to|with|in) .{0,40}target/i],
];

/** Texts of the load balancer about one target: no section, for they are read from target health. */
export const TARGET_TEXTS: readonly Row[] = [...STATES, ['internal-error', /Elb\.InternalError|internal error/i]];

/**
 * Texts of ECS about targets. Before configuration and platform errors: "cannot be used as a target", "failed to deregister targets …
 * unable to …".
 */
const TARGETS: Section = {
  rows: [
    // before failed checks: events put the state of the target into the same sentence
    ...STATES,
    // that a check failed; `CHECK_TEXTS` has how
    ['elb-health-check', /failed (elb|load balancer|alb|nlb|target group) health ?checks?|\b(is )?unhealthy in \(?(target-?group|elb|load balancer)|is unhealthy\b.{0,200}health checks? failed|^health checks failed(?! due to an internal)|unhealthy .{0,20}health checks failed with/i],
    ['target-group-missing', /targetgroupnotfound|loadbalancernotfound|(target ?-?groups?|load balancers?) .{0,160}(not ?found|does not exist|do not exist|has been deleted|could not be found)/i, /not authorized/i],
  ],
};

/** Status codes that a health check got: `codes: [404]`, `code 502, 503`. */
export const STATUS_CODES = /codes?:? ?\[?[, ]*(\d[\d, ]*)/i;

/**
 * How a health check of a load balancer failed: asked after a row has found that it did. A status that came in is no timeout, though the
 * text may speak of time, too.
 */
export const CHECK_TEXTS: readonly Row[] = [
  ['elb-health-check-status', /ResponseCodeMismatch|with these codes|unexpected (status|response)|status code/i],
  ['elb-health-check-status', STATUS_CODES],
  ['elb-health-check-timeout', /Target\.Timeout|timed out|timeout/i],
  // AWS gives a bare "Health checks failed" where the connection was refused, reset or closed.
  ['elb-health-check-connection', /Target\.FailedHealthChecks|connection (refused|reset|closed|error)|malformed|due to|reason|^\W*health checks failed\W*$/i],
];
/** The text reports a failed check, but not how it failed. */
export const CHECK_OTHERWISE: CauseId = 'elb-health-check';

/**
 * Before the container runtime, which reports "container init was OOM-killed" as its own error. "Reserved more memory than available" is
 * about placement and does not match.
 */
const MEMORY: Section = {
  rows: [
    ['out-of-memory', /\bout ?of ?memory|killed due to memory|oom.?killed|container .{0,40}(exceed|exceeded|above) .{0,20}memory|memory (limit|usage).{0,40}(exceeded|kill)|container init was oom|possibly oom|cannot allocate memory/i],
  ],
};

/** Before networking and platform errors: "Unexpected EC2 error while attempting to tag the network interface: TagPolicyViolation". */
const ROLES_AND_TAGS: Section = {
  rows: [
    // before other roles: "Unable to assume the service linked role"
    // a refusal may speak of this role, too: "You cannot specify an IAM role for services that require a service linked role"
    ['service-linked-role', /(unable|not able|fail(ed|s)?|cannot|can't|could not) (to )?(assume|use|find|create|validate)[^.]{0,60}service.linked role|service.linked role[^.]{0,80}\b((does|did|do)( not|n't) exist|(is |was )?(not found|missing|being deleted|not (yet )?(ready|available)))|verify that [^.]{0,40}service.linked role exists/i, /AWSServiceRoleForECS'? that was provided/i],
    ['tag-policy-violation', /tag polic|tagpolicy|service control policy.{0,200}\b(tags?|tagging) (key|value|is|are|must|required)|\bec2:createtags/i],
    ['role-not-assumable', /(unable|not able|fail(ed|s|ure)?|cannot|can't|could not) (to )?assum(e|ing) .{0,80}\brole\b|role .{0,200}(cannot|can't|could not) be assumed|(not authorized to perform:? )sts:assumerole|trust (relationship|policy).{0,120}(ecs|missing|does not|allow)|role ['"]?arn:\S+ .{0,60}(does not exist|is (not valid|invalid)|not found|cannot be found)|(task|execution|infrastructure) ?role\b.{0,80}(does not exist|is (not valid|invalid)|not found|not exist|cannot be found|is missing)|credentials? .{0,60}\brole\b.{0,60}(not available|unable|fail)|execution role credentials/i],
  ],
};

/** Before secrets, images and permissions: ECS fetches the file with S3, and the text ends like any other refusal. */
const ENVIRONMENT_FILES: Section = {
  preamble: 'ignored',
  rows: [
    ['env-file-unavailable', /env(ironment)? ?files?\b/i],
  ],
};

/** ECS fetches a secret of Secrets Manager or a parameter of Systems Manager. */
const FETCHING_SECRET = /secrets? (data |value )?from (asm|ssm|secrets? ?manager|aws)|from (asm|ssm)\b|secretsmanager|secrets manager|parameter store|ssm parameters?|invalid parameters: |ssm:|getsecretvalue|getparameters?\b|\basm fetching\b|retrieved secret|secret value|fetching secret|secrets value|authorizationdata|registry auth data|secretid\b|pull secrets|repository ?credentials/i;
/** The text ends within the words that name the store: `unable to retrieve secre...`. */
const SECRET_CUT = `\\bunable to retrieve s(?:${cut('ecrets from ssm')}|${cut('ecret from asm')})[\\s.\\u2026]{0,9}$`;
/**
 * The text ends before its reason: ECS cuts stop reasons, and people paste the first line. It can be any of network, permission and a
 * name that does not exist; the network is the first that ECS needs.
 */
const LAST_WORDS = [
  `has been retried(?: \\d{1,3}${cut(' time(s)')})?`,
  'secrets?(?: value)? from (?:asm|ssm|aws secrets manager|aws systems manager|secrets manager)',
  '\\bunable to retrieve secrets?', 'registry auth from asm', '\\bfrom (?:asm|ssm|secrets manager|systems manager|parameter store)',
  '(?:fetch secret|secret from the service for) \\S{1,2048}?', `\\bfrom (?:asm|ssm):${cut(' service call has been retried')}`,
].join('|');
export const SECRET_REASON_CUT = new RegExp(`(?:${LAST_WORDS})(?:: ?\\w{0,12})?[\\s.\\u2026:,"']{0,9}$|${SECRET_CUT}`, 'i');
/**
 * The reference itself is refused, by the agent (aws/amazon-ecs-agent, `agent/asm`) or by the checks of the SDK for Go
 * (`request.ErrInvalidParams`: "minimum field size of 32, GetSecretValueInput.VersionId").
 */
export const SECRET_REFERENCE = /unexpected arn format|validation error\(s\) found|\bminimum field size of \d/i;
/** Before images, which share the preamble, and before permissions. */
const SECRETS: Section = {
  preamble: 'ignored',
  about: anyOf(FETCHING_SECRET, /\bunable to retrieve secrets?\b/i, new RegExp(SECRET_CUT, 'i')),
  rows: [
    ['secret-key-missing', /json key|did not contain|does not contain (the )?key|key .{1,80} not found in secret/i],
    // before malformed values: the reference in the task definition is malformed, and nobody was asked for the value
    ['secret-not-found', SECRET_REFERENCE],
    // before the rows of denied and missing: a text about a lost connection often names the call, the credentials or the secret
    ['secret-network', NETWORK],
    ['secret-malformed', /unmarshal|invalid schema|not (a )?valid json|malformed|empty (response|secrets? value|field)|invalid character|invalid json|unexpected (type|format)|parse/i],
    // before denied and missing: "AccessDeniedException: The ciphertext refers to a customer master key that does not exist"
    ['kms-access-denied', KMS],
    ['secret-access-denied', DENIED],
    ['secret-not-found', anyOf(MISSING, /validationexception|invalid arn|whether the (secret|parameter) exists/i)],
    // the reason is cut, but not beyond recognition
    ['secret-access-denied', /time\(s\): access\w{0,40}\W{0,4}$/i],
    // after all that name a reason
    ['secret-network', SECRET_REASON_CUT],
  ],
};

/** Too many requests for an AWS API or a registry. */
const THROTTLED = /toomanyrequests|too many requests|\b429\b|rate limit|pull limit|rate ?exceeded|throttl|request limit exceeded|slowdown/i;
/** Docker Hub gives one answer for "does not exist" and "is private". */
export const MAY_REQUIRE = /may require|does not exist or|insufficient_scope/i;
/** The image reference begins with a registry host other than Docker Hub's. */
const NAMES_REGISTRY = /(^|(resolve (ref|reference)|access denied for|manifest for|image|repository) )["']?(?!(registry-\d\.)?(index\.)?docker\.io\/)[\w-]+[.:][^\s/"']*\//i;
const NOT_AUTHORIZED = /not authorized to perform/i;

/** Obstacles to the pull of an image. */
const PULL_ROWS: readonly Row[] = [
  // before all others: ECR checks the parts of the image's name before it looks for anything
  ['image-reference-invalid', /\b(registryids?|repositorynames?|imagetags?)\b.{0,40}failed to satisfy constraint/i],
  // before the network: the address itself is broken, and nobody was asked
  ['image-pull-failed', /unsupported protocol sche|missing protocol scheme|no host in request url|\bhttps?:\/\/\/|\b(?:get|post|head) "\/(?!\/)/i],
  // before all others: a text about a lost connection often names the call or the image. A status code is an answer
  ['image-pull-network', NETWORK, /\b40[134]\b|toomanyrequests/i],
  // a puller that crashes is what an unreachable S3 or ECR looks like
  ['image-pull-network', /panic: runtime error/i],
  ['registry-rate-limited', THROTTLED],
  // before a damaged image: "failed to extract layer … no space left on device"
  ['image-pull-disk-full', /no space left|free data blocks|not enough (disk )?space|disk quota|insufficient (disk|storage)/i],
  // before missing and damaged images: "failed to unpack image … no match for platform in manifest: not found"
  ['image-platform-mismatch', alternatives(
    String.raw`no match(ing manifest| for platform)|(matching|descriptor for) platform|image operating system`,
    String.raw`operating system .{0,40}does not match|exec format error|platform .{0,60}(does not match|not supported)`,
    String.raw`unsupported platform|not match the specified platform|image is incompatible with`,
  )],
  ['image-reference-invalid', /invalid reference|normalize image ref|must be lowercase|could(n't| not) parse|parsing reference|\bparse "|invalid (port|character) .{0,20}(host|url)|first path segment|invalid (image|tag|digest|repository) (name|format|reference)?|invalid checksum digest/i],
  // before denied: ECR refuses the import from the upstream registry, not the pull
  ['pull-through-cache-denied', /batchimportupstreamimage|pull.?through.?cache|upstream (registry|image|repository|credential)/i],
  // before missing: "unexpected media type text/html … not found"
  ['image-corrupt-or-unsupported', /(unexpected|unsupported|unknown|invalid) .{0,20}media ?type/i],
  // before denied and missing: "403 … KMS.AccessDeniedException: … key that does not exist"
  ['image-pull-kms-denied', KMS],
  // before denied: the login is refused, before any image is asked for
  ['ecr-auth-denied', allOf(/getauthorizationtoken|ecr registry auth|registry auth from amazon ecr/i, DENIED)],
  // a registry that the image names wants credentials; an image without a registry host was looked for on Docker Hub
  ['image-pull-denied', allOf(MAY_REQUIRE, NAMES_REGISTRY), NOT_AUTHORIZED],
  ['image-not-found', MAY_REQUIRE, NOT_AUTHORIZED],
  // before missing: ECR answers 403 for a missing tag, too, while the role is not allowed to pull
  ['image-pull-denied', DENIED],
  // before a damaged image: "could not fetch content descriptor … not found"
  ['image-not-found', MISSING],
  ['container-runtime-error', /panicked|device ?mapper|storage-driver|error creating overlay/i],
  ['image-corrupt-or-unsupported', alternatives(
    String.raw`media ?type|unsupported|unpack|extract|archive\/tar|digest mismatch|unexpected commit digest`,
    String.raw`size validation|diff ?id|verification failed for|layers? from manifest|invalid (tar|header)|gzip|checksum`,
    String.raw`schema (version )?v?1|unpigz|zlib|manifest layers|corrupt|unexpected end|unmarshal|failed to read`,
  )],
];

/** ECS fetches something else for the task, though the text may speak of pulling: a secret, a file, a log driver, a file system. */
const FETCHING_OTHERS = /env(ironment)? files?\b|logger args|logging driver|\bEFS\b|secrets? (value )?from (asm|ssm|secrets manager|aws)|from (asm|ssm)\b|secretsmanager|secrets manager|parameter store|ssm:|getsecretvalue|getparameter|\bssm parameter|\basm fetching\b|retrieved secret/i;

/** After the preamble, network words mean a lost connection even beside a status code. In `PULL_ROWS` a status code excludes that. */
const REGISTRY_NETWORK: Section = {
  preamble: 'required',
  unless: FETCHING_OTHERS,
  rows: [
    ['image-pull-network', NETWORK],
  ],
};
/** The other texts after the preamble. No `otherwise`: a text that is cut off early can also be about a secret. */
const REGISTRY_LOGIN: Section = { preamble: 'required', unless: FETCHING_OTHERS, rows: PULL_ROWS };

/** ECS pulls an image or logs in to its registry. */
const PULLING = new RegExp([
  'cannotpull', 'cannot ?pull (ecr )?container', 'pull(ing)? (the )?image', 'pull image manifest', 'inspect image', 'ref pull',
  'failed to resolve ref', 'failed to copy: ', 'httpreadseeker', 'error pulling', 'normalize image ref',
  '/v2/\\S{1,300}/(manifests|blobs)/', 'pull access denied', 'pull command failed', 'toomanyrequests',
  'pull rate limit', 'registry auth', 'failed to register layer', 'failed to extract layer', 'repo digest', 'pull the image',
  'task (can ?not|can\'t) pull', 'manifest (for|unknown)', 'no matching manifest', 'invalid reference format', 'getauthorizationtoken',
  'image .{1,300}not found', 'unable to pull',
  `unable to retrieve e${cut('cr registry auth')}[\\s.\\u2026]{0,9}$`,
  'image manifest', 'batchgetimage', 'getdownloadurlforlayer', 'batchimportupstreamimage',
].join('|'), 'i');
/** Before networking (an image may be called "envoy"), the container runtime and permissions. */
const IMAGES: Section = { preamble: 'ignored', about: PULLING, unless: FETCHING_OTHERS, rows: PULL_ROWS, otherwise: 'image-pull-failed' };

/** Docker knows no volume driver of that name (moby/moby, `volume/drivers`). */
const NO_VOLUME_PLUGIN = /looking up volume plugin|volume plugin ["']?[\w./:-]{1,255}["']? not found|\bplugin ["'][\w./:-]{1,255}["'] not found/i;
/** Before logs (a directory may be called "splunk"), the container runtime and permissions. */
const STORAGE: Section = {
  unless: /ephemeral ?storage|mount callback failed|nvidia-container-cli: /i,
  rows: [
    // before EFS: the plugin can be called "efs", and a missing one has mounted nothing
    ['volume-failed', NO_VOLUME_PLUGIN, /log(ging)? plugin/i],
    // this plugin mounts EFS only, and waits for the mount target
    ['efs-mount-failed', /amazon-ecs-volume-plugin\S{0,20}\/VolumeDriver\.(Create|Mount)\b.{0,20}(context deadline exceeded|net\/http|(client\.)?time(d )?out)/i],
    // before EFS: file systems of FSx also have ids like fs-0123
    ['volume-failed', /fsx|invalid ?volume ?error/i],
    ['efs-mount-failed', /\bEFS\b|mount\.nfs4?|amazon-efs|\.efs\.|elasticfilesystem|efs utils|\bfs-[0-9a-f<]/i],
    // before EBS: a plugin may be called "rexray/ebs"
    ['volume-failed', /volume plugin|docker\/plugins\/\S{1,80}\.sock/i],
    ['ebs-attach-failed', /(?<![/\w])EBS\b|(?<!cannot ?)createvolume|attachvolume|snap-[0-9a-f]+|volume (attachment|provisioning)|mkfs|filesystem type/i],
    // after EFS and EBS, whose texts also report that a mount failed
    ['volume-failed', /volume ?driver|cannot ?create ?volume|contents to volume|cannotinspectvolume|error while mounting volume|failed to mount|error mounting|invalid mount config|bind source path does not exist|unable to (create|mount) (the )?volume|failed to (create|copy|initialize|chown|populate).{0,80}volume|mount source path|volume .{1,80}(not found|failed|does not exist)|mount .{0,80}(failed|denied)|duplicate mount point|docker volume/i],
  ],
};

/** ECS or the log driver writes to a log. */
const LOGGING = alternatives(
  String.raw`logger args|logging (driver|plugin)|log ?driver|log group|log ?stream|cloudwatch log|awslogs`,
  String.raw`\blogs:(create|put|describe)|log-opt|log opt|firelens|fluent-?bit config`,
  String.raw`fluentd?-(address|async|host|server)|splunk-(url|token|\w)|(driver|logger): ?(splunk|fluentd|gelf|syslog)`,
  String.raw`create stream`,
);
/** A log driver other than awslogs, or a destination that CloudWatch Logs never has: a socket, a port other than 443. */
const OTHER_LOG_DRIVER = /splunk|gelf|syslog|journald|logentries|\bfluent|fluentd|dial unix|dial (tcp|udp) \S{1,80}:(?!443\b)\d/i;
/** The host is made of `awslogs-region`, and that is no Region: `logs.undefined.amazonaws.com`. */
const NO_REGION = /\blogs\.(?!(?:[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})\.)[^\s"'/]{0,80}\.?(amazonaws\.|api\.aws)/i;
/** The AWS SDK in Docker found no credentials for the log driver, or the host did not give them out. */
export const NO_CREDENTIALS = /NoCredentialProviders|CredentialsEndpointError|EC2RoleRequestError|EC2MetadataRequestError/i;
/** The host has no such driver: journald without systemd, a plugin that is not installed (moby/moby, daemon/logger). */
export const NO_DRIVER = new RegExp([
  '\\bis not (enabled|available|supported|installed) on this (host|platform|system)', 'no log(ging)? driver named',
  'no such log(ging)? driver', '\\blog(ging)? driver\\b.{0,60}\\bnot (found|registered|supported|available)\\b',
  'log(ging)? plugin .{0,80}(not found|disabled)',
].join('|'), 'i');
/** Before capacity ("was unable to place a task. Reason: …"), permissions and configuration. */
const LOGS: Section = {
  about: LOGGING,
  rows: [
    // before denied: the refused object is the configuration file of the router
    ['firelens-config-invalid', /firelens|fluent-?bit config/i],
    // before the missing group: the driver has no credentials and has not asked for the group
    ['log-driver-config', NO_CREDENTIALS],
    // before the missing group: the SDK found no endpoint for what is in `awslogs-region` (aws/aws-sdk-go, aws/errors.go)
    ['log-driver-config', /MissingEndpoint|'?endpoint'? configuration is required/i],
    // before the missing group: "plugin not found" is about the host
    ['log-driver-config', NO_DRIVER],
    // before the missing group: the stream could not be made for now
    ['throttled', /throttl|rate ?exceeded/i],
    ['log-driver-config', allOf(NETWORK, NO_REGION)],
    // other drivers send their logs elsewhere: the destination that cannot be reached is an option of the driver
    ['log-driver-config', allOf(NETWORK, OTHER_LOG_DRIVER)],
    // before the missing group: without a connection, "cannot find the log group" is no evidence
    ['log-network', NETWORK],
    // before the missing group: "failed to create Cloudwatch log stream: AccessDeniedException"
    ['log-access-denied', /accessdenied|not authorized|unauthorized|no identity-based policy/i],
    ['log-group-missing', anyOf(MISSING, /failed to create cloudwatch log/i)],
    ['log-access-denied', DENIED],
  ],
  otherwise: 'log-driver-config',
};

/** After the sections that name an action of a task: AWS writes "target group … is not associated" for plain services, too. */
const BLUE_GREEN: Section = {
  unless: /does not have an associated load balancer|incompatible/i,
  rows: [
    ['blue-green-network-config', /invalid networking configuration|(production|test) ?listener ?rules?|alternate ?target ?group|listener rules? .{0,160}(not|invalid|cannot|both|same|must)|target groups? .{0,160}(not associated|same load balancer|weights?)/i],
  ],
};

/** Not every Envoy: an image or a program of the user may have the name. */
const SERVICE_CONNECT_FAILS = allOf(/service ?connect|appnet|envoy_xds|\benvoy to become|ecs.relay/i, /fail|unable|could not|cannot|can't|error|time(d)? ?out|unhealthy|exit|crash|closed|refused|reset|denied|not (ready|healthy|start)|invalid/i);
/** Docker on the instance cannot connect a container with its own network (moby/libnetwork; aws/amazon-ecs-agent#218, #574). */
export const DOCKER_NETWORK = alternatives(
  String.raw`\bdocker0\b|\bveth[\da-f]{4,}|network bridge\b|bridge (endpoint|store)|no chain/target/match by that name`,
);
/** Before permissions, configuration and platform errors: "Unexpected EC2 error while attempting to attach network interface". */
const NETWORKING: Section = {
  rows: [
    // before network interfaces: "… attempting to Create Network Interface …: The security group does not exist"
    ['security-group-missing', allOf(/security ?group/i, /not ?found|does not exist|invalid|malformed|different (vpc|network)|do(es)? not belong|not in the same/i)],
    // an event about a failed health check that names the proxy
    [LATER, allOf(SERVICE_CONNECT_FAILS, /is unhealthy in/i)],
    ['service-connect-failed', /\bNamespaceNotFoundException|failed to retrieve namespace for/i],
    // before network interfaces: "failed to setup service connect CNI plugin"
    ['service-connect-failed', SERVICE_CONNECT_FAILS],
    // a refused request or permission only names the namespace or the call
    ['cloud-map-registration-failed', allOf(/cloud ?map|servicediscovery|service.discovery|service registr/i, /fail|unable|could not|cannot|can't|unhealthy|error|time ?(d )?out|not ?found|does(n't| not) exist|exceeded|reached/i), /has (de)?registered|invalid request provided|is already used by|not authorized to perform/i],
    // a network interface with refused tags, without permission, or for which no instance has room, is a matter of those
    [LATER, /tag polic/i],
    [LATER, /not authorized to perform/i],
    [LATER, /RESOURCE:ENI|insufficient eni/i],
    // the network of Docker on the instance, or a kernel setting: no interface of the VPC
    [LATER, anyOf(DOCKER_NETWORK, /\bsysctl\b/i)],
    ['eni-or-subnet', /network interfaces?\b|\beni\b|elasticnetworkinterface|insufficientfreeaddresses|subnet.{0,80}(does not exist|not found|no (free|available)|enough (free |available )?(ip )?address|invalid|notfound)|invalidsubnet|cni|network namespace|containernetworkingerror|ip address.{0,60}(exhaust|not available|assign)/i],
  ],
};

/** Words that name the cause wherever a container starts. Before the container runtime, which wraps them. */
const CONTAINER_START: Section = {
  rows: [
    ['image-platform-mismatch', /exec format error/i],
    ['image-pull-disk-full', /no space left on device|not enough (disk )?space|free data blocks/i],
    ['image-reference-invalid', /invalid reference format|repository name must be lowercase/i],
    ['container-runtime-timeout', /docker ?timeout ?error|could not transition to|timed out after waiting|timeout (waiting for|while) container|container runtime timeout|operation timed out.{0,60}container/i],
  ],
};

/** The container runtime creates or starts a container. */
const STARTING = alternatives(
  String.raw`cannot ?(start|create|inspect|stop) ?container|containerstarterror|oci runtime|runc|shim task`,
  String.raw`starting container process|cannot start container|container runtime|error response from daemon|api error \(\d+\)`,
  String.raw`container process|container status|system error:|(host|docker ?client) ?config ?error|docker ?state ?error`,
  String.raw`container ?runtime ?error|\bcgroup(error)?\b|task ?state ?error: agent could not create|exec user process|hcsshim`,
  String.raw`docker ?timeout|could not transition|container (could not be|failed to be) (created|started)`,
);
export const GMSA = /\bgMSA\b|credentials[- ]?fetcher|\bkrb ticket|credential ?spec/i;
/** The NVIDIA container runtime, or Docker without it (NVIDIA/nvidia-container-toolkit, moby/moby). */
const NVIDIA = /nvidia-container|nvidia-docker|runtime (name|specified):? ?nvidia|could not select device driver|cdi device.{0,40}nvidia/i;
/** A gMSA on Linux: `Rpc error: code = Internal desc = ERROR: Cannot get gMSA krb ticket` (aws/credentials-fetcher, issue 137). */
const DOMAIN_ACCOUNT: Section = {
  from: ['container', 'task'],
  unless: /attribute|placement|unable to place/i,
  rows: [['container-runtime-error', GMSA]],
};

/** All other texts about starting a container. Left to others: volumes of EFS, pulls, and a container that cannot be stopped. */
const CONTAINER_RUNTIME: Section = {
  about: STARTING,
  unless: anyOf(/\bEFS\b|mount\.nfs|amazon-efs|\.efs\./i, /cannotstop/i, /cannotpull|cannot ?pull|pull access|pull image|ref pull|manifest/i),
  rows: [
    ['image-platform-mismatch', /image operating system|does not match the (host|operating|specified platform)|image is incompatible with/i],
    // before the missing command: "exec: "nvidia-container-runtime": executable file not found", and the rows between
    ['container-runtime-error', NVIDIA],
    // this row and the next six go before the missing command: each of their texts may end in "no such file or directory"
    ['image-corrupt-or-unsupported', /mount callback failed.{1,200}\/etc\/(passwd|group)|wrong diff id|invalid rootfs/i],
    ['container-runtime-error', DOCKER_NETWORK, /port is already allocated|address already in use/i],
    ['port-conflict', /driver failed programming external connectivity|port is already allocated|bind for \S+ failed|address already in use|host port/i],
    ['volume-failed', alternatives(
      String.raw`local volume name|volumedriver|volume driver|volume plugin|error while mounting volume|mounting volume`,
      String.raw`invalid mount config|mount (path|point) .{0,80}(must|not)|bind source path does not exist`,
      String.raw`failed to (copy|chown).{0,80}volume|volume .{0,80}(not found|failed|in use|does not exist)`,
      String.raw`failed to mount|error mounting|mounting .{1,200} to rootfs|failed to initialize volume`,
      String.raw`unable to (create|mount) volume`,
    )],
    ['container-runtime-error', /mknod|device|cgroup|apparmor|seccomp|prestart hook|hook #|ulimit|rlimit|privileged|capabilit|sysctl|unable to find user|no matching entries/i],
    [LATER, /logging driver|log driver|log group|logger|log-opt|log opt/i],
    // runc could not enter the working directory: the program was not yet looked for
    ['container-runtime-error', /chdir to cwd/i],
    ['entrypoint-not-found', /executable file not found|no such file or dir|not found in \$?path|no command specified|cannot find the file/i],
    ['entrypoint-not-executable', /(exec|process|init).{0,200}(permission denied|is a directory)|permission denied/i],
  ],
  otherwise: 'container-runtime-error',
};

/** The instances have too little of a resource, which the text names. */
export const SHORT_OF = /insufficient (cpu|memory|gpu|eni|disk)|\bRESOURCE:(CPU|MEM|MEMORY|GPU|ENI|FPGA)\b|enough (cpu|memory|gpu|eni)/i;
/** They have too little, and the text does not name of what. */
export const SHORT = /insufficient (resources|capacity|units)|not enough (resources|capacity)/i;
/** After all sections that name an action: an event "was unable to place a task" quotes the reason of any of them. */
const CAPACITY_AND_QUOTAS: Section = {
  unless: /no space left|cannotpull|invalid request provided|network interface|\bebs\b|ephemeral|security group/i,
  rows: [
    ['vcpu-quota', /limit on the number of vcpus|vcpu (limit|quota|capacity)|vcpulimitexceeded|number of vcpus|requested (cpu|memory) configuration is above|requested .{0,40}task size|task size|(vcpu|cpu) .{0,30}(limit|quota) .{0,30}(reached|exceeded)/i],
    ['task-quota', /provisioning capacity limit|limit (on|of) the number of ([\w-]+ )?tasks|tasks? (count )?(limit|quota)|number of tasks .{0,40}(limit|quota|exceed)|max(imum)? number of .{0,20}tasks|concurrent tasks/i],
    ['fargate-capacity', /capacity is unavailable|fargate (spot )?capacity|insufficient fargate|capacity .{0,30}unavailable at this time/i],
    ['throttled', /throttl/i],
    // this row and the next four go before the last: "… because no container instance met all of its requirements. Reason: …"
    ['no-container-instances', /no container instances? (were|was)? ?found|empty capacity provider|no (active )?(container )?instances? (were |are |is )?(found|registered|available)|does not have any (container )?instances|no instances/i],
    ['agent-disconnected', /agent (is |was )?(not |dis)connected|doesn't have the agent connected|does not have the agent connected|"agent"|\bRESOURCE:AGENT\b|TaskFailedToStart: AGENT|error AGENT\b|agent .{0,30}(did not|failed to) start|timed out waiting for .{0,30}agent|agent disconnect/i],
    ['port-conflict', /already using a port|port.{0,30}already (in use|taken)|\bRESOURCE:PORTS?\b|"?RESOURCE:PORT|port \d+ .{0,30}in use/i],
    ['placement-constraint', /placement constraint|memberof|distinctinstance|missing an attribute|TaskFailedToStart: ATTRIBUTE|"?attribute"?( required|$)|constraint.{0,40}(unsatisfied|not met)|attribute .{0,60}(missing|not found|required)|encountered error "?ATTRIBUTE/i],
    ['capacity-provider-failed', /capacity ?provider.{0,120}(fail|error|unable|invalid|inactive|could not|cannot|not (active|exist|found|associated)|no longer)|auto ?scaling.{0,120}(fail|error|unable|could not|not exist)|launch template.{0,80}(invalid|not|fail)|insufficientinstancecapacity|could not launch (an |any )?(ec2 )?instance|managed instances?.{0,80}(fail|could not|unable)/i],
    ['insufficient-cluster-capacity', anyOf(SHORT_OF, SHORT)],
    ['insufficient-cluster-capacity', alternatives(
      'could not launch .{1,40} tasks?', 'no container instance met all',
      'unable to (consistently )?(place|launch|start) (a |any |all )?tasks?.{0,200}(closest|requirement|resource(?!:))',
    )],
  ],
};

/** A permission that is missing in whatever else ECS does. */
const PERMISSIONS: Section = {
  rows: [
    ['role-permission-denied', /not authorized|access ?denied|unauthorizedoperation|iam permissions? polic|permissions? .{0,40}(missing|misconfigured|insufficient)|insufficient permissions?|not have (the )?(required |necessary )?permission|lacks? (the )?(required |necessary )?permission/i],
  ],
};

const REFUSED = new RegExp([
  'invalid request provided', '(create|update)service sdk error', 'invalidparameter', 'clientexception', 'incompatible with',
  'not compatible with', 'does not have an associated load balancer', 'target type .{1,40}(incompatible|not)', 'was not idempotent',
  'no fargate configuration exists', 'must (contain|specify|have|be) ', 'is not (valid|supported) ', 'invalid value',
  'task ?definition .{0,60}(inactive|does not|not found|is invalid)', 'unsupportedfeature', 'platform ?version.{0,60}(not|unknown)',
  'network configuration must', 'is not supported', 'cpu .{0,40}memory .{0,60}not (valid|supported)', 'validation(exception| error)',
  'does not support', 'already exists', 'not (a )?valid', 'unable to find .{0,40}(task definition|cluster)', 'cluster ?not ?found',
  'requires? (the )?(compatib|launch)', 'model validation failed', 'extraneous key', 'cannot be (used|specified|changed|updated|combined)',
].join('|'), 'i');

/**
 * ECS or CloudFormation refused the parameters of a request. The reason of a container or an attachment has some of these words, too, but
 * reports no refusal.
 */
const CONFIGURATION: Section = {
  from: ['operation', 'event', 'task', 'rollout'],
  rows: [
    // before all other refusals: "Creation of service was not idempotent" is what ECS says when another service has the name
    ['service-name-taken', /AWS::ECS::Service'? with identifier .{1,120} already exists|creation of service was not idempotent|custom-named resource requires replacing/i],
    ['service-definition-invalid', /unsupported operating system in task definition/i],
    ['service-definition-invalid', REFUSED],
  ],
};

/** Late: AWS also writes "internal error" and "unavailable" beside a cause. */
const PLATFORM: Section = {
  rows: [
    // before the host: "Host EC2 (instance i-1) terminated due to spot interruption"
    ['spot-interruption', /\bspot\b.{0,60}(interrupt|reclaim|terminat|taken)|(interrupt|reclaim|terminat)\w* .{0,40}\bspot\b/i],
    ['scheduled-maintenance', /maintenance|task retirement|scheduled .{0,40}retire|retir(ed|ing|ement)\b|security patch|(infrastructure|platform) update/i],
    ['host-terminated', /host ec2|instance .{0,60}(terminat|stopped|deregister|drain|impaired)|in draining state|container instance .{0,80}(deregister|drain|terminat|impaired|unhealthy)|underlying host|host .{0,40}(failed|terminat|unhealthy|went away)|termination notice/i],
    ['internal-error', /internal (server |service )?(error|failure)|internalerror|serverexception|service ?unavailable|unexpected ec2 error|timeout waiting for ephemeral|ephemeral ?storage .{0,60}(provision|time)/i],
  ],
};

/** After all other sections: ECS writes the reason into the same text, a throttled call or a permission. */
const REGISTRATION: Section = {
  rows: [
    ['target-not-registered', /(failed|unable) to register (the )?targets?\b/i],
  ],
};

/** In this order the sections may claim a text. */
export const AWS_TEXTS: readonly Section[] = [
  LAUNCH,
  DEPLOYMENT,
  DAEMON,
  CONTAINER_HEALTH,
  TARGETS,
  MEMORY,
  ROLES_AND_TAGS,
  ENVIRONMENT_FILES,
  SECRETS,
  REGISTRY_NETWORK,
  REGISTRY_LOGIN,
  IMAGES,
  STORAGE,
  LOGS,
  BLUE_GREEN,
  NETWORKING,
  CONTAINER_START,
  DOMAIN_ACCOUNT,
  CONTAINER_RUNTIME,
  CAPACITY_AND_QUOTAS,
  PERMISSIONS,
  CONFIGURATION,
  PLATFORM,
  REGISTRATION,
];
