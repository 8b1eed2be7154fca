import { DENIED, KMS, MISSING, NETWORK, THROTTLED } from './faults';

/** AWS words about pulling an image or logging in to its registry. */
const PULL = new RegExp([
  'cannotpull', 'cannot ?pull (ecr )?container', 'pull(ing)? (the )?image', 'pull image manifest', 'inspect image', 'ref pull', 'failed to resolve ref', 'failed to copy', 'httpreadseeker',
  'pull access denied', 'pull command failed', 'toomanyrequests', 'pull rate limit', 'registry auth', 'failed to register layer', 'failed to extract layer', 'repo digest', 'pull the image', 'task (can ?not|can\'t) pull', 'manifest (for|unknown)',
  'no matching manifest', 'invalid reference format', 'getauthorizationtoken', 'image .{1,300}not found', 'unable to pull', 'image manifest', 'batchgetimage', 'getdownloadurlforlayer',
  'batchimportupstreamimage',
].join('|'), 'i');

/** ... and about something else that an init step fetches, though it may speak of pulling. */
const OTHER = /env(ironment)? files?\b|logger args|logging driver|\bEFS\b|secrets? (value )?from (asm|ssm|secrets manager|aws)|from (asm|ssm)\b|secretsmanager|secrets manager|parameter store|ssm:|getsecretvalue|getparameter|\bssm parameter|\basm fetching\b|retrieved secret/i;

/** "unable to pull secrets or registry auth" stands before every fault of both kinds and says nothing. */
export function withoutPreamble(text: string): string {
  return text.replace(/unable to (pull|retrieve) secrets? or registry auth(entication)?:?/gi, '').trim();
}

/** The one cause in the image and registry families that a text supports; undefined if it is not about an image. */
export function pullFault(whole: string): string | undefined {
  const text = withoutPreamble(whole);
  if (text !== whole && !OTHER.test(text)) return authFault(text) ?? toldFault(text);
  if (!PULL.test(text) || OTHER.test(text)) return undefined;
  return kindOfPull(text);
}

function authFault(text: string): string | undefined {
  return NETWORK.test(text) ? 'image-pull-network' : undefined;
}

/** Cut off before it says what could not be fetched, a text behind that preamble may as well mean a secret. */
function toldFault(text: string): string | undefined {
  const kind = kindOfPull(text);
  return kind === 'image-pull-failed' && !PULL.test(text) ? undefined : kind;
}

function kindOfPull(text: string): string {
  if (NETWORK.test(text) && !/\b40[134]\b|toomanyrequests/i.test(text)) return 'image-pull-network';
  if (/panic: runtime error/i.test(text)) return 'image-pull-network';
  if (THROTTLED.test(text)) return 'registry-rate-limited';
  if (/no space left|free data blocks|not enough (disk )?space|disk quota|insufficient (disk|storage)/i.test(text)) return 'image-pull-disk-full';
  if (/no match(ing manifest|ing platform| for platform)|matching platform|image operating system|exec format error|platform .{0,60}(does not match|not supported)|unsupported platform|not match the specified platform|image is incompatible with/i.test(text)) return 'image-platform-mismatch';
  if (/invalid reference|must be lowercase|could(n't| not) parse|parsing reference|\bparse "|invalid (port|character) .{0,20}(host|url)|first path segment|invalid (image|tag|digest|repository) (name|format|reference)?|invalid checksum digest/i.test(text)) return 'image-reference-invalid';
  if (/batchimportupstreamimage|pull.?through.?cache|upstream (registry|image|repository|credential)/i.test(text)) return 'pull-through-cache-denied';
  if (/(unexpected|unsupported|unknown|invalid) .{0,20}media ?type/i.test(text)) return 'image-corrupt-or-unsupported';
  if (KMS.test(text)) return 'image-pull-kms-denied';
  if (/getauthorizationtoken|ecr registry auth|registry auth from amazon ecr/i.test(text) && DENIED.test(text)) return 'ecr-auth-denied';
  // Docker Hub answers the same for "does not exist" and "is private"; for a name without a registry host the usual reading is a missing host.
  if (/may require|does not exist or|insufficient_scope/i.test(text) && !/not authorized to perform/i.test(text)) return namesRegistry(text) ? 'image-pull-denied' : 'image-not-found';
  if (DENIED.test(text)) return 'image-pull-denied';
  if (MISSING.test(text)) return 'image-not-found';
  if (/panicked|device ?mapper|storage-driver|error creating overlay/i.test(text)) return 'container-runtime-error';
  if (/media ?type|unsupported|unpack|extract|archive\/tar|digest mismatch|unexpected commit digest|size validation|diff ?id|layer verification|layers? from manifest|invalid (tar|header)|gzip|checksum|schema (version )?v?1|unpigz|zlib|manifest layers|corrupt|unexpected end|unmarshal|failed to read/i.test(text)) return 'image-corrupt-or-unsupported';
  return 'image-pull-failed';
}

/** Does the image reference name a registry host other than Docker Hub's? */
function namesRegistry(text: string): boolean {
  const ref = imageIn(text) ?? text;
  return /^[^/\s]*[.:][^/\s]*\//.test(ref) && !/^(registry-\d\.)?(index\.)?docker\.io\//.test(ref);
}

/** What names an image: "pull image manifest has been retried" goes before it and names none. */
const NAMED = /(?:resolve (?:ref|reference) |access denied for |manifest for |failed open: failed to do request: Get |image |repository )["']?([\w][\w.-]*(?::\d+)?\/?[\w./<>-]*(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?)["']?(?=[\s,:;"']|$)/gi;

/** The image that a text speaks of. */
export function imageIn(text: string): string | undefined {
  return [...text.matchAll(NAMED)].map(([, name]) => name).find((name) => /[/:.]/.test(name));
}
