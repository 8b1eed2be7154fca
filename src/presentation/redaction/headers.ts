import { addTo, secondGroups, Source, Span } from './source';
import { isStandIn } from './values';

const QUOTE = '\\\\{0,3}["\'`]';
/** All cookies of a header, because any of them can be the session. */
const COOKIES = new RegExp(`((?<![a-z])(?:set-?)?cookies?(?:${QUOTE})?\\s{0,3}(?:=>|[:=,])\\s{0,3}`
  + `(?:\\[|\\[\\]string\\{)?\\s{0,3}(?:${QUOTE})?)`
  + '([^\\s=;,"\'()<>]{1,100}=(?:[^\\s;,"\'\\\\]|,(?=\\S))*'
  + '(?:(?:;\\s{0,3}|["\'],\\s{0,20}["\'](?=[^\\s=:;,"\']{1,100}=))[^\\s;,"\'\\]\\\\]+)*)', 'gi');
/** Attributes, and settings of a page: `lang=en; theme=dark; Path=/`. */
const HARMLESS = /^(?:path|domain|expires|max-age|samesite|priority|partitioned|version|comment)=|^(?:secure|httponly)$|^(?!s?sid|sess|token|auth)[\w-]+=[a-z]{2,8}$/i;
const SCHEMES = /\b(Bearer\s+|Basic\s+|ApiKey\s+|SSWS\s+|GenieKey\s+|Splunk\s+|SharedKey(?:Lite)?\s+|Zoho-oauthtoken\s+|DeepL-Auth-Key\s+|NTLM\s+|Negotiate\s+|AUTH (?:PLAIN|LOGIN|XOAUTH2|CRAM-MD5)\s+|AUTH LOGIN\r?\n334 \w+=*\r?\n)([A-Za-z0-9._~+/=:|-]{12,})/g;
const BEARER_PROTOCOL = /(Sec-WebSocket-Protocol:\s{0,3})([^\s,][^\r\n"']{8,})/gi;

const HINT = /cookie|bearer|basic|apikey|SSWS|GenieKey|Splunk|SharedKey|oauthtoken|Auth-Key|NTLM|Negotiate|AUTH |WebSocket/i;

export function headers({ text }: Source): readonly Span[] {
  const spans: Span[] = [];
  if (!HINT.test(text)) return spans;
  addTo(spans, secondGroups(text, COOKIES, (value) => !value.split(/;\s*|["'],\s*["']/).every((pair) => HARMLESS.test(pair))));
  addTo(spans, secondGroups(text, SCHEMES, isCredential));
  addTo(spans, secondGroups(text, BEARER_PROTOCOL, (value) => /[\w-]{20}/.test(value)));
  return spans;
}

/** What a server asks for, not what a client sends: RFC 6750, section 3. */
const CHALLENGE = /^[a-z_]{4,30}(?<!token|key)=[^=]/;

/** "Bearer authentication failed" is a sentence: a credential has a digit or capitals inside. */
function isCredential(value: string): boolean {
  return !isStandIn(value) && !CHALLENGE.test(value) && (/\d/.test(value) || /[a-z][A-Z]/.test(value) || value.length > 40);
}
