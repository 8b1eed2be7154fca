import { kindOfName } from './names';
import { addTo, matches, Source, Span } from './source';
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
  const spans: Span[] = [];
  let end = 0;
  for (const opening of matches(text, OPENS)) {
    const [whole, , mark, behind] = opening;
    if (opening.index < end || !isForSecret(source.before(opening.index, 300) + behind)) continue;
    end = addBody(text, opening.index + whole.length, mark, spans);
  }
  return spans;
}

function isForSecret(head: string): boolean {
  return READS.test(head) || matches(head, GOES_TO).some(([, file, option]) => ['password', 'secret'].includes(kindOfName(file ?? option)));
}

/** Returns where the lines end. Without the mark they may be other lines of a log, so only those of one word are masked. */
function addBody(text: string, from: number, mark: string, spans: Span[]): number {
  const found: Span[] = [];
  let at = from;
  for (let i = 0; i < MOST_LINES && at < text.length; i++) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    const line = text.slice(at, end).trim();
    if (line === mark) {
      addTo(spans, found);
      return end;
    }
    const start = at + text.slice(at, end).indexOf(line);
    if (!isStandIn(line) && !isSentence(line)) found.push({ start, end: start + line.length });
    at = end + 1;
  }
  addTo(spans, found.filter(({ start, end }) => !/\s/.test(text.slice(start, end))));
  return at;
}
