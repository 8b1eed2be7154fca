/** What a hook of the container runtime wrote to stderr, or the last words of the runtime; undefined: the text has nothing that decides. */
export function runtimeReason(text: string): string | undefined {
  const hook = hookOf(text);
  if (hook !== undefined) return hook || undefined;
  const plain = withoutEscapes(text);
  const last = plain.split(': ').filter((part) => !/^(unknown|<reason>)\.?$/.test(part)).slice(-2).join(': ');
  return last && last !== plain ? last : undefined;
}

/** Words of a hook (`error running hook: exit status 1, stdout: , stderr: WORDS`); empty: it wrote none; undefined: no hook failed. */
export function hookOf(text: string): string | undefined {
  const at = /\bhook\b/i.test(text) ? text.lastIndexOf(STDERR) : -1;
  if (at < 0) return undefined;
  return withoutEscapes(text.slice(at + STDERR.length).replace(/\\+[nt]/g, ' ')).trim()
    // the command line of the hook, and how it chose its mode, decide nothing
    .replace(/exec command: \[[^\]]{1,2000}\] */i, '')
    .replace(/^auto-detected mode as \W?\w+\W? */i, '')
    .trim();
}

const STDERR = 'stderr:';

/** runc quotes the errors that it wraps, and each level doubles the backslashes. */
function withoutEscapes(text: string): string {
  return text.replace(/\\{2,}[nt]|\\[nt](?=["\\\s]|$)/g, ' ').replace(/\\+(?=["'])/g, '')
    .replace(/(: ?unknown)?[\s".]*$/i, '').replace(/["\s]+$/, '');
}
