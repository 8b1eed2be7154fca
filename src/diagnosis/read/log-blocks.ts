import { isSummary } from './log-course';
import { isStackLine, LoudLine } from './logline';
import { beginsRecord } from './telling';

/** The next line with words has the reason: analyses of Spring Boot, RabbitMQ. */
const HEADING = /^Description:$|\bBOOT FAILED$/;
/** `[PDOException]`, `Illuminate\Database\QueryException`: its words are in the next line. */
const CLASS_ALONE = /^\[?(?:\w{1,60}[.\\]){0,12}(\w{1,60}(?:Error|Exception))\]?$/;
/** Reasons that a supervisor of Elixir prints, the innermost last; Micronaut. */
const INNER = /^\s+\*\* \([\w. ]+\) (?!.*:$)|^Message: \S/;
/** Below "You must install or update .NET to run this application." */
const FRAMEWORK = /^Framework: '([\w.]{3,60})', version '([\d.]{1,20}[\w.-]{0,20})'.{0,40}$/;
const CAUSE = /^Caused by: [\w.$]+: /;
const NET_CAUSE = /^---> [\w.]+(?: \(\d+\))?: /;
const PORT = /:\d{2,5}\b/;
const TRACEBACK = /^Traceback \(most recent/;
const THROWN = /^[A-Za-z_][\w.]*: \S/;
const DECORATION = /^[^\p{L}]*$|(?:[=*-]{3}|>)$/u;
const WORDS = /[\p{L}\p{N}]/u;
/** Lines between a heading and its words. */
const NEAR = 3;

/** Lines are as loud as their place in a block makes them. */
export function ofBlocks(lines: readonly LoudLine[]): readonly LoudLine[] {
  const found = [...lines];
  const raise = (i: number, loud: number, text = found[i].text) => {
    found[i] = { ...found[i], text, loud: Math.max(found[i].loud, loud) };
  };
  let inTrace = false;
  lines.forEach(({ text, raw, loud, isMild }, i) => {
    if (isMild) return;
    if (HEADING.test(text)) {
      const at = lines.findIndex((line, j) => j > i && !DECORATION.test(line.text));
      if (at > 0 && at <= i + NEAR && !isSummary(lines[at].text)) raise(at, 6);
    } else if (FRAMEWORK.test(text)) {
      raise(i, 6, text.replace(FRAMEWORK, "framework '$1', version '$2' was not found"));
    } else if (INNER.test(raw)) {
      raise(i, 6);
    } else if (TRACEBACK.test(text)) {
      inTrace = true;
    } else if (inTrace && !/^\s/.test(raw)) {
      // Python: not every class ends in Error
      if (THROWN.test(raw)) raise(i, 4);
      inTrace = false;
    }
    if (loud < 3) return;
    // .NET: "Failed to bind to address http://[::]:80: address already in use.", and " ---> AddressInUseException: Address already in use"
    const outer = NET_CAUSE.test(text) && !PORT.test(text) ? lines[i - 1]?.text ?? '' : '';
    if (PORT.test(outer) && outer.toLowerCase().includes(text.replace(NET_CAUSE, '').toLowerCase())) {
      raise(i - 1, 6);
      found[i] = { ...found[i], loud: 2 };
    }
    const next = lines[i + 1];
    if (!next || !WORDS.test(next.text) || isStackLine(next.raw) || beginsRecord(next.raw)) return;
    // FlywayValidateException: Validate failed: Migrations have failed validation
    if (CAUSE.test(text) && /^\S/.test(next.raw) && isSummary(text.replace(CAUSE, ''))) raise(i + 1, 6);
    const name = CLASS_ALONE.exec(text)?.[1];
    if (!name) return;
    raise(i + 1, 4, `${name}: ${next.text}`);
    found[i] = { ...found[i], loud: 1 };
  });
  return found;
}
