/**
 * What went wrong, apart from what was being done. Network words outrank permission words: a text about a lost connection often also
 * mentions the call, the credentials or the missing thing that could not be reached.
 */
export const NETWORK = new RegExp([
  'i/o timeout', 'dial tcp', 'connection (issue|refused|reset|timed out|failure|aborted)', 'connect: ', 'context deadline exceeded', 'deadline exceeded',
  'request (was )?cancel', 'context cancel', 'no such host', 'name or service not known', 'temporary failure in name resolution', 'network is unreachable',
  'no route to host', 'tls handshake', 'client\\.timeout', 'request send failed', 'send request failed', 'statuscode: 0\\b', 'signal: killed',
  'check your (task )?network', 'could ?n[o\']t (connect|resolve host)', 'unable to (connect|reach|resolve host)', 'net/http', 'unexpected eof', 'read: connection', '\\bx509\\b',
  'timeout (exceeded|while|waiting)', 'timed out (while|waiting|after)', 'server misbehaving', 'lookup \\S+ on ', 'proxyconnect', 'broken pipe', 'awaiting headers',
].join('|'), 'i');

export const THROTTLED = /toomanyrequests|too many requests|\b429\b|rate limit|pull limit|rate ?exceeded|throttl|request limit exceeded|slowdown/i;

export const KMS = /\bkms\b(?!\.[\w-]+\.amazonaws)|access to kms|kms:decrypt|ciphertext|customer.managed key|encryption key/i;

export const DENIED = new RegExp([
  'access ?denied', '\\b(is ?n[o\']t|not) authorized', 'unauthorized', 'forbidden', '\\b40[13]\\b', '\\bdenied\\b', 'no basic auth', 'authentication required', 'authorization failed',
  'failed to authorize', 'failed to fetch (anonymous|oauth) token', 'no identity-based policy', 'explicit deny', 'incorrect username or password', 'insufficient_scope',
  'unrecognizedclient', 'invalidclienttoken', 'expiredtoken', 'signature', 'nocredentialproviders', 'no valid credential', 'permission', 'no credentials', 'login attempt .* failed',
].join('|'), 'i');

export const MISSING = /not found|notfound|\b404\b|does(n't| not) exist|can ?no?t find|can't find|cannot find|manifest ?(for .{1,300})?unknown|name ?unknown|no such (image|manifest|secret|parameter|key|bucket)|failed to find a repo digest|could not find|non-?existent|marked for deletion|scheduled for deletion|invalid (ssm )?parameters/i;

/** AWS call that was refused, e.g. `ecr:BatchGetImage`. */
export function deniedAction(text: string): string | undefined {
  return /(?:perform:?|operation:?|action:?) +([a-z][\w-]*:\w+)/i.exec(text)?.[1] ?? /\b((?:ecr|ssm|secretsmanager|kms|logs|s3|elasticfilesystem|ec2|elasticloadbalancing|servicediscovery|iam|sts|lambda):[A-Z]\w+)/.exec(text)?.[1];
}

/** Name of the role in `assumed-role/NAME/session` or `role/NAME`. */
export function roleName(text: string): string | undefined {
  return /assumed-role\/([^/\s'"]+)/.exec(text)?.[1] ?? /:role\/(?:[^\s'"]*\/)?([^/\s'")]+)/.exec(text)?.[1];
}

/** Host that could not be reached: in a URL, in a name lookup, or next to the address. */
export function hostIn(text: string): string | undefined {
  return /https?:\/\/([\w.-]+)/i.exec(text)?.[1] ?? /lookup ([\w.-]+)/i.exec(text)?.[1] ?? /\b([\w-]+(?:\.[\w-]+)*\.amazonaws\.com(?:\.cn)?)/i.exec(text)?.[1] ?? /dial tcp ([\d.:]+)/i.exec(text)?.[1];
}
