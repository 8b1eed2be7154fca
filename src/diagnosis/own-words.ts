import { rules } from './causes';
import { Cause, Finding, OwnWords, Rule } from './model';
import { silenced } from './read/silenced';
import { lowered, readElastic } from './text';
import { Frame } from '../facts/model';

const RULES = new Map(rules.map((rule) => [rule.id, rule]));

/**
 * The cause with words that have nothing of a log, beside those that quote it. They are made from a frame without the texts of its logs, so
 * that nothing of a log can be in them; the title takes the place of a headline that no such frame gives.
 */
export function withOwnWords(frame: Frame, cause: Cause, factsOf: (finding: Finding) => readonly string[]): Cause {
  const silent = silenced(frame);
  if (silent === frame) return cause.ownWords ? withoutOwnWords(cause) : cause;
  const ownWords = cause.ownWords ?? ofSilence(silent, cause, factsOf);
  return isSame(cause, ownWords) ? withoutOwnWords(cause) : { ...cause, ownWords };
}

function ofSilence(silent: Frame, { id, container, title }: Cause, factsOf: (finding: Finding) => readonly string[]): OwnWords {
  const rule = RULES.get(id);
  const found = rule ? findings(rule, silent) : [];
  const same = found.find((one) => (one.container ?? null) === container) ?? (found.length === 1 ? found[0] : undefined);
  if (same) return { headline: readElastic(same.headline).text, facts: factsOf(same), fix: same.fix };
  const who = container ? `container "${container}"` : 'the task';
  return { headline: (container ? `${who}: ` : '') + lowered(title), facts: [], fix: `read the log of ${who}` };
}

function findings(rule: Rule, frame: Frame): readonly Finding[] {
  try {
    const found = rule.match(frame);
    if (!found) return [];
    return 'headline' in found ? [found] : found;
  } catch {
    return [];
  }
}

function isSame({ headline, facts, fix }: Cause, own: OwnWords): boolean {
  return headline === own.headline && fix === own.fix && facts.join('\n') === own.facts.join('\n');
}

function withoutOwnWords({ ownWords: _own, ...cause }: Cause): Cause {
  return cause;
}
