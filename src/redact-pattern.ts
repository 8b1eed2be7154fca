/** A pattern of the option `redact` that can be applied, or the reason why it cannot. */
type CompiledPattern = { readonly source: string; readonly flags: 'gu' | 'g' } | { readonly fault: string };

/** Escapes that mean something else, or nothing, without the flag `u`: `\p{L}` would then match the text "p{L}". */
const NEEDS_UNICODE = /\\(?:[pP]|u)\{/;

/**
 * Compiles a pattern of the option `redact`: a JavaScript regular expression without slashes and flags. Synthesis, the function and
 * `ecs-why` all ask here, so that none of them accepts a pattern that another one leaves out.
 *
 * The flag `u` refuses what is harmless without it, such as `cust\-\d+` and `[\w-.]+@acme`: those are compiled without it.
 */
export function compilePattern(pattern: string): CompiledPattern {
  const unicode = faultOf(pattern, 'gu');
  if (unicode === undefined) return { source: pattern, flags: 'gu' };
  const plain = faultOf(pattern, 'g');
  if (plain === undefined && !NEEDS_UNICODE.test(pattern)) return { source: pattern, flags: 'g' };
  return { fault: plain ?? unicode };
}

/** The words of the engine without the pattern, which they repeat: `Unterminated group`. */
function faultOf(pattern: string, flags: string): string | undefined {
  try {
    new RegExp(pattern, flags);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const quoted = `/${pattern}/${flags}: `;
    const at = message.indexOf(quoted);
    return at < 0 ? message : message.slice(at + quoted.length);
  }
}

/** Parts of a pattern in turn; a part that the first group has not is an assertion, a bracket of a group, or a quantifier. */
const PART = /(?<look>\(\?<?[=!])|(?<open>\((?:\?:|\?<\w+>)?)|(?<close>\))|\\[bB]|[\^$|*+?]|\{\d+(?:,\d*)?\}|(?<sign>\\[^]|\[(?:\\[^]|[^\]\\])*\]|[^])/g;

/**
 * Does a valid pattern match places only, such as `\b`, `(?=x)` and `(?<=token=)`? It would mask nothing: it needs a part that matches
 * signs outside of its lookarounds.
 */
export function matchesPlacesOnly(pattern: string): boolean {
  const groups: boolean[] = [];
  for (const { groups: part = {} } of pattern.matchAll(PART)) {
    if (part.look || part.open) groups.push(Boolean(part.look));
    else if (part.close) groups.pop();
    else if (part.sign && !groups.includes(true)) return false;
  }
  return true;
}
