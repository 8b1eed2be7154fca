import { Frame } from '../../../facts/model';
import { CauseInfo, Finding, Retry, Rule } from '../../model';
import { errorLines, logLines, runningTasks } from '../../read';
import { loudness } from '../../read/logline';
import { called, guide } from '../kit';
import { CheckFailure, checkFailures } from './check-failures';

/** A failed check, with the words for a message. */
interface Failing extends CheckFailure {
  /** `container "web"` or `a new task`. */
  readonly who: string;
  /** `GET /health on port 8080`. */
  readonly where: string;
  readonly path?: string;
  /** Codes that the target group accepts; undefined where it could not be read. */
  readonly expected?: string;
  readonly timeout?: number;
  /** An error in the log of the application while the check fails. */
  readonly complaint?: string;
}

interface HealthCause extends Pick<CauseInfo, 'id' | 'title' | 'symptomOnly'> {
  readonly headline: (failing: Failing) => string;
  readonly facts: (failing: Failing) => readonly (string | false)[];
  readonly fix: (failing: Failing) => string;
  readonly retryOf?: (failing: Failing) => Retry | undefined;
}

/** A rule for one way in which load balancer health checks fail. No container is blamed: the check or the application can be wrong. */
export function healthRule(cause: HealthCause): Rule {
  const { id, title, symptomOnly } = cause;
  return {
    id,
    title,
    family: 'load-balancer',
    stage: 'traffic',
    retry: 'maybe',
    traits: { stoppedByEcs: true },
    docs: guide('troubleshoot-service-load-balancers'),
    ...(symptomOnly && { symptomOnly }),
    match: (frame) => checkFailures(frame).filter((f) => f.cause === id).map((f) => finding(cause, describe(frame, f))),
  };
}

function finding(cause: HealthCause, failing: Failing): Finding {
  const { certain, tasks, quotes, group, registered } = failing;
  const checked = group?.HealthCheckPort ? `: health check port ${group.HealthCheckPort}` : '';
  const registers = registered.port ? `; the service registers port ${registered.port}` : '';
  const container = registered.port && registered.name ? ` of ${registered.name}` : '';
  return {
    certainty: certain ? 'certain' : 'possible',
    tasks,
    headline: cause.headline(failing),
    evidence: quotes,
    facts: [
      group?.TargetGroupName && `target group ${group.TargetGroupName}${checked}${registers}${container}`,
      failing.complaint && `meanwhile the application logs: ${failing.complaint}`,
      ...cause.facts(failing),
    ].filter((f): f is string => Boolean(f)),
    fix: cause.fix(failing),
    retry: cause.retryOf?.(failing),
  };
}

function describe(frame: Frame, failure: CheckFailure): Failing {
  const { group, registered, port } = failure;
  const path = group?.HealthCheckPath;
  const http = !group?.HealthCheckProtocol || group.HealthCheckProtocol === 'HTTP' || group.HealthCheckProtocol === 'HTTPS';
  const shown = port ?? registered.port;
  const onPort = shown ? ` on port ${shown}` : '';
  return {
    ...failure,
    who: registered.name ? called(registered.name) : 'a new task',
    where: http && path ? `the health check GET ${path}${onPort}` : `the load balancer health check${onPort}`,
    path,
    expected: group?.Matcher?.HttpCode ?? group?.Matcher?.GrpcCode,
    timeout: group?.HealthCheckTimeoutSeconds,
    complaint: complaint(frame, failure),
  };
}

function complaint(frame: Frame, { registered, tasks }: CheckFailure): string | undefined {
  const lines = [...tasks, ...runningTasks(frame)].map((task) => errorLines(logLines(frame, registered.name, task))[0]);
  return lines.find((line) => line && loudness(line) >= 4);
}
