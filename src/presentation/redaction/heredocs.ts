import { kindOfName } from './names';
import { matches, Source, Span } from './source';
import { isSentence, isStandIn } from './values';

/** `docker login --password-stdin <<EOF`, and the lines up to the mark. */
const OPENS = /(?<!<)<<-?[ \t]{0,3}\\?(["']?)([A-Za-z_]\w{0,30})\1([^\n]{0,200})\n/g;
const MOST_LINES = 20;
/** Commands whose input is a secret. */
const READS = /--(?:password|token|passphrase|api-key|secret)[\w-]{0,20}(?:stdin|fd)\b|(?:^|[\s|;&])(?:passwd|smbpasswd|vault login -|kinit|cryptsetup)(?=\s|$)|\bsudo\s(?:-\S+\s)*-S\b/;
/** The file, or the option with a name, that the input goes to: `> /run/secrets/db_password`, `--from-file=password=/dev/stdin`. */
const GOES_TO = /(?:>>?|\btee(?: -a)?|\bof=)[ \t]{0,3}["']?(?:[\w.~${}-]{0,60}\/){0,10}([\w-]{1,60})(?:\.txt)?["']?(?=[ \t]|$)|[\s=]([\w.-]{1,60})=\/dev\/stdin\b/g;

/** Lines that a shell gives to a command that reads a secret, or writes to a file that has the name of one. */
export function heredocs(source: Source): readonly Span[] {
  const { text } = source;
  if (!text.includes('<<') || !text.includes('\n')) return [];
  return matches(text, OPENS).flatMap((opening) => {
    const [whole, , mark, behind] = opening;
    return isForSecret(source.before(opening.index, 300) + behind) ? body(text, opening.index + whole.length, mark) : [];
  });
}

function isForSecret(head: string): boolean {
  return READS.test(head) || matches(head, GOES_TO).some(([, file, option]) => ['password', 'secret'].includes(kindOfName(file ?? option)));
}

function body(text: string, from: number, mark: string): readonly Span[] {
  const spans: Span[] = [];
  let at = from;
  for (let i = 0; i < MOST_LINES && at < text.length; i++) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    const line = text.slice(at, end).trim();
    if (line === mark) return spans;
    const start = at + text.slice(at, end).indexOf(line);
    if (!isStandIn(line) && !isSentence(line)) spans.push({ start, end: start + line.length });
    at = end + 1;
  }
  return spans;
}
