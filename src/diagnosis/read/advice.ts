import { Frame } from '../../facts/model';
import { Seen } from '../model';
import { quotedInFix } from '../text';
import { isStackLine } from './logline';
import { logLines } from './logs';
import { telling } from './telling';

/** A sentence that tells the user of the program what to set, run or provide. */
const ADVICE = new RegExp(String.raw`(?:^|[.;:!,(-] ?(?:then )?|["']|by running )((?:to [\w ]{4,60}, )?(?:please|try|consider|check|set|use|add`
  + String.raw`|create|install|enable|specify|increase|decrease|run|upgrade|remove|rename|replace|change`
  + String.raw`|you (?:need to|should|may need to|\*?must\*?)|(?<=by running )\S+)`
  + String.raw` (?:[^.\n()]|\([^\n()]{1,60}\)|\.(?=[\w/*"'])){8,240})`, 'gim');
/** Where to report, to ask or to see more. */
const ELSEWHERE = /\b(?:report|issues?|bug|contact|support|help|verbose|debug|\w*trace|visit|doc\w*|https?|see|logs?|again)\b/i;
/** A sentence goes on. */
const BREAK = /(?<![.!?:;])\n(?=[a-z"'(])/g;
const AFTER = 6;
const BEFORE = 3;

/** What the program says to do about the error, in the line itself or beside it; undefined: it says nothing of the kind. */
export function adviceIn(frame: Frame, line: string, seen: Seen | undefined): string | undefined {
  const at = seen?.line ?? 0;
  const all = seen ? logLines(frame, seen.container, seen.task) : [];
  const words = (from: number, to: number) => all.slice(Math.max(0, from), to).map(({ message = '' }) => message)
    .filter((text) => !isStackLine(text)).map((text) => telling(text.slice(0, 2000)).trim()).join('\n').replace(BREAK, ' ');
  for (const text of [`${line}\n${words(at + 1, at + AFTER)}`.replace(BREAK, ' '), words(at - BEFORE, at)]) {
    const found = [...text.matchAll(ADVICE)].map(([, advice]) => advice).find((advice) => !ELSEWHERE.test(advice));
    if (found) return `do what the program asks for in its log: ${quotedInFix(found.trim())}`;
  }
  return undefined;
}
