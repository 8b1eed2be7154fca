import { CauseId } from '../../../contract';
import { Frame } from '../../../facts/model';
import { causeOfStatement, causeOfTarget } from '../../classify';
import { Finding } from '../../model';
import { statements, targets } from '../../read';

/** AWS's words, verbatim: of the load balancer about targets in the state that shows this cause, and of ECS about the same. */
export function wordsOnTargets(frame: Frame, cause: CauseId): readonly string[] {
  const found = targets(frame).map(({ health }) => health).filter((health) => {
    const state = health.TargetHealth?.State;
    return state !== 'healthy' && state !== 'draining' && causeOfTarget(health) === cause;
  });
  const said = statements(frame).filter((s) => causeOfStatement(s) === cause);
  const quotes = found.map(({ TargetHealth: health }) => [health?.Reason, health?.Description].filter(Boolean).join(': '));
  return [...new Set([...quotes, ...said.map((s) => s.quote)])];
}

export function targetFinding(frame: Frame, cause: CauseId, rest: Pick<Finding, 'headline' | 'fix' | 'certainty'>): Finding | undefined {
  const evidence = wordsOnTargets(frame, cause);
  return evidence.length ? { ...rest, tasks: [], evidence } : undefined;
}
