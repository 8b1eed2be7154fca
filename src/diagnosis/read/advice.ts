import { Frame } from '../../facts/model';
import { Seen } from '../model';
import { names, quotedInFix } from '../text';
import { definitionOf } from './containers';
import { isStackLine } from './logline';
import { logLines } from './logs';
import { telling } from './telling';

/** A sentence that tells the user of the program what to set, run or provide. */
const ADVICE = new RegExp(String.raw`(?:^|[.;:!,(-] ?(?:then )?|["']|by running )((?:to [\w ]{4,60}, )?(?:please|try|consider`
  + String.raw`|check|set|use|add|create|install|enable|specify|increase|decrease|run|upgrade|remove|rename|replace|change`
  + String.raw`|you (?:need to|should|may need to|\*?must\*?)|(?<=by running )\S+)`
  + String.raw` (?:[^.\n()]|\([^\n()]{1,60}\)|\.(?=[\w/*"'])){8,240})`, 'gim');
/** Where to report, to ask or to see more. */
const ELSEWHERE = /\b(?:report|issues?|bug|contact|support|help|verbose|debug|\w*trace|visit|doc\w*|details?|https?|see|logs?|again)\b/i;
/** A record that is no error. */
const MILD = new RegExp(String.raw`(?:^|[\s[|(=])(?:WARN(?:ING)?|INFO|DEBUG)\b|\[(?:[Ww]arning|[Nn]ote|info|[Ss]ystem)\]`
  + String.raw`|\blevel"?[=:] ?"?(?:warn|info|debug)`);
/** Its object is in the sentence before: "increasing that number". */
const DANGLING = /^(?:please |try |consider )*[a-z]+ (?:that|this|it|these|those|them)\b/i;
/** A sentence goes on. */
const BREAK = /(?<![.!?:;])\n(?=[a-z"'(])/g;
/** Nobody is told to set what is set. */
const SETS = /^(?:please |you \w+ (?:to )?)?(?:set|specify|provide|define|add)\b/i;
/** Characters in which a logger prints the level. */
const HEAD = 120;
const AFTER = 6;
const BEFORE = 3;

/** What the program says to do about the error, in the line itself or beside it; undefined: it says nothing of the kind. */
export function adviceIn(frame: Frame, line: string, seen: Seen | undefined): string | undefined {
  const at = seen?.line ?? 0;
  const { environment = [], secrets = [] } = definitionOf(frame, seen?.container) ?? {};
  const given = [...environment.filter(({ value }) => value), ...secrets].map(({ name = '' }) => name);
  const all = seen ? logLines(frame, seen.container, seen.task) : [];
  const words = (from: number, to: number) => all.slice(Math.max(0, from), to).map(({ message = '' }) => message)
    .filter((text) => !isStackLine(text) && !MILD.test(text.slice(0, HEAD)))
    .map((text) => telling(text.slice(0, 2000)).trim()).join('\n').replace(BREAK, ' ');
  for (const text of [`${line}\n${words(at + 1, at + AFTER)}`.replace(BREAK, ' '), words(at - BEFORE, at)]) {
    const found = [...text.matchAll(ADVICE)].map(({ 1: advice, index }) => withObject(advice.trim(), text.slice(0, index)))
      .find((advice) => advice && !ELSEWHERE.test(advice) && !(SETS.test(advice) && given.some((name) => names(advice, name))));
    if (found) return `do what the program asks for in its log: ${quotedInFix(found)}`;
  }
  return undefined;
}

/** The sentence, with the one before it where its object is there. undefined: there is none. */
function withObject(advice: string, before: string): string | undefined {
  if (!DANGLING.test(advice)) return advice;
  const sentence = /(?:^|[.!?:] |\n)([A-Z](?:[^.\n]|\.(?=\S)){10,200})$/.exec(before.slice(-240))?.[1];
  return sentence && `${sentence}. ${advice}`;
}
