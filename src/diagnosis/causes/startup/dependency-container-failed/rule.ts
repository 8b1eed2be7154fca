import { lateDependencies, limitFacts, limitFix } from './start-timeout';
import { Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { checkOf, definitionOf, hasStopped, unmetDependencies } from '../../../read';
import { called, either, ended, guide, Hit, quoted, stated } from '../../kit';

const INFO = {
  id: 'dependency-container-failed',
  family: 'startup',
  title: 'A container that others depend on failed',
  stage: 'start',
  retry: 'never',
  foundBy: 'table and facts',
  docs: guide('example_task_definitions'),
} as const;

const FIX = 'correct that container, or relax the condition in container.addContainerDependencies({ container, condition })';

export const dependencyContainerFailed = either(
  // first: of two findings about one container, the one with a line of the log names the reason
  ended({
    ...INFO,
    headline: (ending, line) => {
      const isUnhealthy = ending.container.healthStatus === 'UNHEALTHY' && ending.exitCode > 128;
      const end = isUnhealthy ? 'is unhealthy' : `exits with code ${ending.exitCode}`;
      const waiters = ending.waiters.map(called).join(', ');
      return `${called(ending.container.name)} ${end}, so ${waiters} never starts${line ? ': ' : ''}${quoted(line)}`;
    },
    facts: (ending) => [
      `${ending.waiters.join(', ')} waits for ${ending.container.name} (dependsOn)`,
      !hasStopped(ending.task) && `the task stays ${ending.task.lastStatus}: the ECS agent does not always stop it by itself`,
    ],
    fix: (ending, _line, frame) => fixOf(ending, frame),
  }),
  stated({
    ...INFO,
    culpritOf,
    headline: (hit) => {
      const { awaited, waiter } = chain(hit);
      return `${called(awaited)} ${outcome(hit)}, so ${waiter ? called(waiter) : 'a container that depends on it'} never starts`;
    },
    facts: (hit) => {
      const { awaited, waiter } = chain(hit);
      const isLate = awaited && TIMED_OUT.test(hit.text);
      const limits = isLate ? limitFacts(hit.frame, awaited, conditionOf(hit.frame, waiter, awaited), hit.tasks) : [];
      return [awaited && waiter && `${waiter} waits for ${awaited} (dependsOn)`, ...limits];
    },
    fix: statedFix,
    retryOf: (hit) => (TIMED_OUT.test(hit.text) ? 'maybe' : undefined),
  }),
  { ...INFO, match: lateDependencies },
);

/** What the condition of the waiting container asks for. */
function fixOf({ container: { name }, task, waiters }: Ending, frame: Frame): string {
  const conditions = waiters.map((waiter) => conditionOf(frame, waiter, name));
  if (conditions.includes('HEALTHY')) return checkOf(frame, name, [task]).fix;
  if (conditions.includes('SUCCESS')) return mustSucceed(name, waiters.join(', '));
  return FIX;
}

/** The dependency. A name that the task does not have is blamed only in place of the container that AWS put the text on. */
function culpritOf(hit: Hit): string | undefined {
  const { awaited } = chain(hit);
  const isKnown = !hit.frame.taskDefinition || definitionOf(hit.frame, awaited) !== undefined
    || hit.tasks.some(({ containers }) => containers?.some(({ name }) => name === awaited));
  return isKnown || hit.container ? awaited : undefined;
}

function statedFix(hit: Hit): string {
  const { awaited, waiter } = chain(hit);
  if (!awaited) return FIX;
  if (TIMED_OUT.test(hit.text)) {
    return limitFix(hit.frame, awaited, conditionOf(hit.frame, waiter, awaited), hit.tasks);
  }
  const condition = conditionOf(hit.frame, waiter, awaited);
  if (condition === 'HEALTHY' && hit.tasks.length) return checkOf(hit.frame, awaited, hit.tasks).fix;
  if (NOT_SUCCESS.test(hit.text) || condition === 'SUCCESS') return mustSucceed(awaited, waiter ?? 'the container that depends on it');
  return `read the log and the reason of ${called(awaited)} first: it is the one that fails;`
    + ' or relax the condition in container.addContainerDependencies({ container, condition })';
}

function mustSucceed(name: string | undefined, waiters: string): string {
  return `correct ${called(name)}: it has to exit with code 0 before ${waiters} starts`;
}

function conditionOf(frame: Frame, waiter: string | undefined, awaited: string | undefined): string | undefined {
  return definitionOf(frame, waiter)?.dependsOn?.find((on) => on.containerName === awaited)?.condition;
}

const TIMED_OUT = /timed? ?out/i;
const NOT_SUCCESS = /not exit success|did not exit|exit: [1-9]/i;

interface Chain {
  readonly awaited?: string;
  readonly waiter?: string;
}

/**
 * `dependency [migrate(IMAGE) (STOPPED->RUNNING) - Exit: 1] for target [web(IMAGE) (NONE->RUNNING)]` (aws/amazon-ecs-agent,
 * `dependencygraph/graph.go` and `Container.String`). AWS puts the text on the target; the dependency is at fault.
 */
function chain(hit: Hit): Chain {
  const [, named, target] = /dependency \[[&{]{0,2}(?:ContainerName:)?([\w-]{1,255})[^\]]{0,600}\] for target \[([\w-]{1,255})/i.exec(hit.text) ?? [];
  if (named && target) return { awaited: named, waiter: target };
  const pairs = (hit.frame.taskDefinition?.containerDefinitions ?? []).flatMap(({ name, dependsOn }): readonly Required<Chain>[] => (
    (dependsOn ?? []).flatMap((on) => (name && on.containerName ? [{ waiter: name, awaited: on.containerName }] : []))));
  const said = pairs.filter(({ awaited }) => isNamed(hit.text, awaited));
  const mine = (said.length ? said : pairs).filter(({ waiter }) => !hit.container || waiter === hit.container || said.length);
  const unmet = hit.tasks.slice(0, 1).flatMap((task) => unmetDependencies(hit.frame, task)).map(({ on }) => on.containerName);
  return mine.find(({ awaited }) => unmet.includes(awaited)) ?? (mine.length === 1 ? mine[0] : {});
}

/** `.` and `/` are left out: an image or a host may be called like the container. */
function isNamed(text: string, name: string): boolean {
  return text.split(/[^\w./-]+/).map((word) => word.replace(/\.$/, '')).includes(name);
}

function outcome(hit: Hit): string {
  const code = /Exit: (\d+)/.exec(hit.text)?.[1];
  if (TIMED_OUT.test(hit.text)) return 'did not reach its condition in time';
  if (code && code !== '0') return `exits with code ${code}`;
  if (NOT_SUCCESS.test(hit.text)) return 'did not exit with success';
  if (/unhealthy|not healthy/i.test(hit.text)) return 'is unhealthy';
  return /does not exist|never start/i.test(hit.text) ? 'never started' : 'failed';
}
