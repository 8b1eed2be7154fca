import { Followed, FollowState } from './model';
import { GOOD, outcomeWords, shortName } from './text';
import { foreign } from '../../presentation/foreign';
import { JunitCase, JunitResult } from '../../presentation/junit-xml';
import { caseOf } from '../output/junit';
import { Report } from '../report';

/** The services at the end, for the page, the annotations and the recordings. */
export function reportsOf(state: FollowState): readonly Report[] {
  return [...state.earlier, ...state.services.values()].flatMap(reportOf);
}

function reportOf(followed: Followed): readonly Report[] {
  const { cluster, timeline, ending } = followed;
  // ECS has completed what was diagnosed as failing: the deployment is that of its last look.
  const failed = isGood(followed) ? undefined : followed.failed;
  const { frame, diagnosis } = failed ?? followed;
  if (!frame || !diagnosis) return [];
  const because = ending?.because ? `: ${ending.because}` : '';
  return [{
    name: { cluster, service: shortName(followed) },
    frame,
    timeline,
    diagnosis,
    lines: [foreign(`${shortName(followed)}: ${outcomeWords(followed)}${because}`)],
    ...(failed && { context: { because: failed.because }, diagnosedAt: failed.at }),
  }];
}

function isGood({ ending }: Followed): boolean {
  return ending !== undefined && GOOD.has(ending.outcome);
}

/** A case for each service, also for one that could not be read, and one for an earlier deployment that ended badly. */
export function junitCases(state: FollowState): readonly JunitCase[] {
  const named = (followed: Followed) => caseNamed(followed, `${shortName(followed)} (${followed.memory.deploymentId ?? 'earlier'})`);
  return [...state.earlier.map(named), ...[...state.services.values()].map((followed) => caseNamed(followed, shortName(followed)))];
}

function caseNamed(followed: Followed, name: string): JunitCase {
  const { cluster, ending, startedAt } = followed;
  const seconds = ending ? (Date.parse(ending.at) - Date.parse(startedAt)) / 1000 : 0;
  const [report] = reportOf(followed);
  const given = resultOf(followed);
  if (report && ((followed.failed && !isGood(followed)) || !given)) return caseOf(report, { seconds, name });
  return { suite: cluster, name, seconds, result: given ?? { kind: 'passed' } };
}

/** undefined: the diagnosis is the result. */
function resultOf(followed: Followed): JunitResult | undefined {
  const { ending } = followed;
  const message = [outcomeWords(followed), ending?.because].filter(Boolean).join(': ');
  if (ending && GOOD.has(ending.outcome)) return ending.outcome === 'deployed' ? undefined : { kind: 'passed' };
  if (!ending || ending.outcome === 'superseded') return { kind: 'skipped', message };
  return { kind: ending.outcome === 'failed' ? 'failure' : 'error', message, type: ending.outcome };
}
