import { Frame } from '../../../facts/model';
import { Finding } from '../../model';
import { statements, targets, TargetOfTask } from '../../read';
import { normalise } from '../../text';

interface Said {
  readonly found: readonly TargetOfTask[];
  readonly quotes: readonly string[];
}

/** Targets whose reason code or description matches, with AWS's words; events with the same words count too. */
function targetsSaying(frame: Frame, says: RegExp): Said | undefined {
  const found = targets(frame).filter(({ health }) => {
    const { State, Reason, Description } = health.TargetHealth ?? {};
    return State !== 'healthy' && State !== 'draining' && says.test(normalise(`${Reason ?? ''} ${Description ?? ''}`));
  });
  const spoken = statements(frame).filter((s) => (s.from === 'event' || s.from === 'task') && says.test(s.text));
  if (!found.length && !spoken.length) return undefined;
  const quotes = [
    ...found.map(({ health }) => [health.TargetHealth?.Reason, health.TargetHealth?.Description].filter(Boolean).join(': ')),
    ...spoken.map((s) => s.quote),
  ];
  return { found, quotes: [...new Set(quotes)] };
}

export function targetFinding(frame: Frame, says: RegExp, rest: Pick<Finding, 'headline' | 'fix' | 'certainty'>): Finding | undefined {
  const seen = targetsSaying(frame, says);
  return seen && { ...rest, tasks: [], evidence: seen.quotes };
}
