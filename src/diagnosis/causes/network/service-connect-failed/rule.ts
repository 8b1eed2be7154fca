import { Frame, Task } from '../../../../facts/model';
import { causeOfStatement } from '../../../classify';
import { Finding, Rule } from '../../../model';
import { addedBy, pendingTasks, statements, unhealthyContainers } from '../../../read';
import { called, either, ended, guide, quoted, shortenable, stated } from '../../kit';

const INFO = {
  id: 'service-connect-failed',
  family: 'network',
  title: 'Service Connect proxy could not start or connect',
  stage: 'start',
  retry: 'maybe',
  foundBy: 'table and facts',
  docs: guide('service-connect'),
} as const;

const FIX = 'check serviceConnectConfiguration (namespace, portMappingName) and the network of the task;'
  + ' the proxy needs memory and a route to ECS';

const unhealthyProxy: Rule = { ...INFO, match: (frame) => proxyFindings(frame) };

export const serviceConnectFailed = either(
  stated({
    ...INFO,
    headline: (hit) => `${hit.container ? hit.who : 'the Service Connect proxy'} could not start or get its configuration`,
    fix: FIX,
  }),
  ended({
    ...INFO,
    headline: (ending, line) => `${called(ending.container.name)} (Service Connect) ended with code ${ending.exitCode}: ${quoted(line)}`,
    fix: FIX,
  }),
  unhealthyProxy,
);

/** ECS adds the proxy and its health check to the task. A failed check is no matter of the application. */
function proxyFindings(frame: Frame): readonly Finding[] {
  const said = statements(frame).filter((s) => causeOfStatement(s) === 'container-health-check');
  const tasks = [...new Set([...said.flatMap((s) => s.tasks), ...pendingTasks(frame)])].filter(unhealthyProxyOf);
  const proxy = tasks[0] && unhealthyProxyOf(tasks[0]);
  if (!proxy) return [];
  const onInstance = tasks.some((t) => t.launchType === 'EC2' || t.containerInstanceArn);
  const ran = tasks.some((t) => t.startedAt);
  return [{
    certainty: 'certain',
    // If nothing of the task definition ever ran, none of its containers shows anything.
    container: ran ? proxy : undefined,
    tasks,
    headline: ran
      ? `Service Connect proxy ${shortenable(proxy)} fails its health check`
      : `no container of the task starts: Service Connect proxy ${shortenable(proxy)} does not become healthy`,
    evidence: [...new Set(said.filter((s) => s.tasks.some((t) => tasks.includes(t))).map((s) => s.quote))],
    facts: ['ECS adds this container and its check to the task; they are not in the task definition'],
    fix: onInstance
      ? 'replace the instance by one with the newest ECS-optimized AMI (ECS agent and Service Connect agent), and leave room in the task'
        + ' for the proxy: 256 CPU units and 64 MiB'
      : 'leave room in the task for the proxy (256 CPU units and 64 MiB above what the containers need: cpu, memoryLimitMiB),'
        + ' and check that it reaches ECS',
  }];
}

/** The name of the proxy, if it is the unhealthy container of the task. */
function unhealthyProxyOf(task: Task): string | undefined {
  const [name] = unhealthyContainers([task]);
  return addedBy(name) === 'Service Connect' ? name : undefined;
}
