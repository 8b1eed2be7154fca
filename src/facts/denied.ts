/** Words of AWS, of registries and of libraries: a permission or credentials are missing. */
export const DENIED = new RegExp([
  'access ?denied', '\\b(is ?n[o\']t|not) authorized', 'unauthorized', 'forbidden', '\\b40[13]\\b', '\\bdenied\\b', 'no basic auth',
  'authentication required', 'authorization failed', 'failed to authorize', 'failed to fetch (anonymous|oauth) token',
  'no identity-based policy', 'explicit deny', 'incorrect username or password', 'insufficient_scope', 'unrecognizedclient',
  'invalidclienttoken', 'expiredtoken', 'signature', 'nocredentialproviders', 'no valid credential', 'permission', 'no credentials',
  'login attempt .* failed',
].join('|'), 'i');
