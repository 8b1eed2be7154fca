import { Frame, Task } from '../../../facts/model';
import { definitionOf } from '../../read';

/** Names of the containers that the tasks report as UNHEALTHY, most frequent first. */
export function unhealthyContainers(tasks: readonly Task[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const c of tasks.flatMap((t) => t.containers ?? [])) {
    if (c.name && c.healthStatus === 'UNHEALTHY') counts.set(c.name, (counts.get(c.name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

interface Check {
  readonly command?: string;
  readonly facts: readonly string[];
  readonly fix: string;
}

/** What the task definition checks, and what that needs from the image. */
export function checkOf(frame: Frame, container: string | undefined): Check {
  const check = definitionOf(frame, container)?.healthCheck;
  const command = check?.command?.filter((part) => !/^CMD(-SHELL)?$/.test(part)).join(' ');
  const tool = /\b(curl|wget|nc|pg_isready|redis-cli|mysqladmin|grpc_health_probe)\b/.exec(command ?? '')?.[1];
  const window = check && (check.startPeriod ?? 0) + (check.interval ?? 30) * (check.retries ?? 3);
  return {
    command,
    facts: [
      command ? `health check: ${command}` : '',
      check ? `it gives up ${window} s after start (startPeriod ${check.startPeriod ?? 0} s + ${check.retries ?? 3} x ${check.interval ?? 30} s)` : '',
      tool ? `it needs ${tool} in the image; output of the check reaches no log` : '',
    ].filter(Boolean),
    fix: `run the check inside the image${tool ? ` (is ${tool} in it?)` : ''}; correct healthCheck.command in addContainer(), or raise healthCheck.startPeriod`,
  };
}
