import { Cause, Finding, OwnWords, Rule } from './model';
import { silenced } from './read/silenced';
import { stoppedTasksFact } from './stopped-tasks-fact';
import { lowered, readElastic } from './text';
import { Frame } from '../facts/model';

/**
 * The cause with words that have nothing of a log, beside those that quote it. They are made from a frame without the texts of its logs, so
 * that nothing of a log can be in them; the title takes the place of a headline that no such frame gives.
 *
 * They are made when somebody asks for them, which is seldom: a second look of all rules would cost a third of the time of a diagnosis.
 */
export function withOwnWords(frame: Frame, rule: Rule, cause: Cause, finding: Finding): Cause {
  let made: { readonly words: OwnWords | undefined } | undefined;
  return {
    ...cause,
    get ownWords() {
      made ??= { words: ownWordsOf(frame, rule, cause, finding) };
      return made.words;
    },
  };
}

function ownWordsOf(frame: Frame, rule: Rule, cause: Cause, finding: Finding): OwnWords | undefined {
  const silent = silenced(frame);
  if (silent === frame) return undefined;
  const { headline, facts, fix } = finding.ownWords?.() ?? ofSilence(silent, rule, cause);
  const words = { headline: readElastic(headline).text, facts: [...stoppedTasksFact(frame, finding.tasks ?? []), ...facts], fix };
  return isSame(cause, words) ? undefined : words;
}

function ofSilence(silent: Frame, rule: Rule, { container, title }: Cause): OwnWords {
  const found = findings(rule, silent);
  const same = found.find((one) => (one.container ?? null) === container) ?? (found.length === 1 ? found[0] : undefined);
  if (same) return { headline: same.headline, facts: same.facts ?? [], fix: same.fix };
  const who = container ? `container "${container}"` : 'the task';
  return { headline: (container ? `${who}: ` : '') + lowered(title), facts: [], fix: `read the log of ${who}` };
}

/** A rule that throws has found nothing; the others still count. */
export function findings(rule: Rule, frame: Frame): readonly Finding[] {
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
