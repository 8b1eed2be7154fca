import { logLines } from './logs';
import { Frame, Task } from '../../facts/model';

/** Requests of a load balancer that a container has answered with success, by its access log. */
export interface Answered {
  readonly container: string;
  readonly times: number;
  readonly status: string;
  /** The first and the last, as `11:42:22`; absent: the lines have no time. */
  readonly first?: string;
  readonly last?: string;
}

/** The agent that the load balancer names, and a status of success after the quoted request (combined log format, JSON, morgan). */
const AGENT = 'ELB-HealthChecker';
const ANSWER = new RegExp(`\\b${AGENT}\\b`);
const SUCCESS = /(?:HTTP\/[\d.]{1,3}"?|"?status"?[:=]|GET \S{1,300}"?) {0,3}"?(2\d\d)\b/i;
const LONG = 2000;

/**
 * @param container the registered one; without such lines in its log, another one of the task counts
 * undefined: no log has such a line
 */
export function answeredChecks(frame: Frame, tasks: readonly Task[], container: string | undefined): Answered | undefined {
  const others = Object.keys(frame.logs ?? {}).filter((name) => name !== container);
  return [...(container ? [container] : []), ...others].map((name) => answeredBy(frame, tasks, name)).find(Boolean);
}

function answeredBy(frame: Frame, tasks: readonly Task[], container: string): Answered | undefined {
  for (const task of tasks) {
    const found = logLines(frame, container, task).flatMap(({ message = '', timestamp }) => {
      const text = message.includes(AGENT) ? message.slice(0, LONG) : '';
      const status = ANSWER.test(text) ? SUCCESS.exec(text)?.[1] : undefined;
      if (!status) return [];
      return [{ status, at: timestamp === undefined ? undefined : new Date(timestamp).toISOString().slice(11, 19) }];
    });
    if (found.length) {
      const [{ status, at: first }] = found;
      return { container, status, times: found.length, first, last: found[found.length - 1].at };
    }
  }
  return undefined;
}
