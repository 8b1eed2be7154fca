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

/** The health check of the task definition, and the tool that it needs in the image. */
export function checkOf(frame: Frame, container: string | undefined): Check {
  const check = definitionOf(frame, container)?.healthCheck;
  const command = check?.command?.filter((part) => !/^CMD(-SHELL)?$/.test(part)).join(' ');
  const tool = /\b(curl|wget|nc|pg_isready|redis-cli|mysqladmin|grpc_health_probe)\b/.exec(command ?? '')?.[1];
  const { startPeriod = 0, interval = 30, retries = 3 } = check ?? {};
  const window = startPeriod + interval * retries;
  const needed = tool ? ` (is ${tool} in it?)` : '';
  return {
    command,
    facts: [
      command ? `health check: ${command}` : '',
      check ? `the check gives up ${window} s after start (startPeriod ${startPeriod} s + ${retries} x ${interval} s)` : '',
      tool ? `the check needs ${tool} in the image; its output is in no log` : '',
    ].filter(Boolean),
    fix: `run the check inside the image${needed}; correct healthCheck.command in addContainer(), or raise healthCheck.startPeriod`,
  };
}
