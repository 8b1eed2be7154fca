import { Frame, Task } from '../../../../facts/model';
import { causeOfStatement } from '../../../classify';
import { Finding, Rule, Seen } from '../../../model';
import { addedBy, launchTypeOf, logLines, pendingTasks, repeatedFailure, statements, unhealthyContainers } from '../../../read';
import { literalInFix, wholeTokens } from '../../../text';
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

/** '' if the text does not name it (Amazon ECS API Reference, CreateService: NamespaceNotFoundException). */
function namespaceIn(text: string): string | undefined {
  if (!/NamespaceNotFound|failed to retrieve namespace/i.test(text)) return undefined;
  return /retrieve namespace for ([\w.:/-]{1,200})/i.exec(text)?.[1] ?? '';
}

const unhealthyProxy: Rule = { ...INFO, match: (frame) => proxyFindings(frame) };

export const serviceConnectFailed = either(
  stated({
    ...INFO,
    headline: (hit) => {
      const name = namespaceIn(hit.text);
      const named = name ? `namespace ${shortenable(name)}` : 'such namespace';
      if (name !== undefined) return `AWS Cloud Map has no ${named} in this Region, which Service Connect asks for`;
      return `${hit.container ? hit.who : 'the Service Connect proxy'} could not start or get its configuration`;
    },
    fix: (hit) => {
      const name = namespaceIn(hit.text);
      if (name === undefined) return FIX;
      return `create the namespace before the service: cluster.addDefaultCloudMapNamespace({ name: ${literalInFix(name || 'NAME')},`
        + ' useForServiceConnect: true }), or give the ARN of one that exists in serviceConnectConfiguration.namespace';
    },
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
  const ran = tasks.some((t) => t.startedAt);
  const logged = repeatedBy(frame, proxy, tasks);
  const denied = DENIED.exec(logged?.text ?? '')?.[1];
  const who = `Service Connect proxy ${shortenable(proxy)}`;
  return [{
    certainty: 'certain',
    // If nothing of the task definition ever ran, none of its containers shows anything.
    container: ran ? proxy : undefined,
    tasks,
    headline: headline(who, ran, denied),
    evidence: [...new Set(said.filter((s) => s.tasks.some((t) => tasks.includes(t))).map((s) => s.quote))],
    facts: [
      'ECS adds this container and its check to the task; they are not in the task definition',
      ...(logged ? [`its log repeats ${logged.count} times: ${wholeTokens(logged.text, LONGEST)}`] : []),
    ],
    fix: denied ? allow(frame, denied) : room(frame),
    ...(logged && { seen: logged.seen }),
  }];
}

function headline(who: string, ran: boolean, denied: string | undefined): string {
  const refused = denied && `is not allowed ${denied}`;
  if (ran) return [`${who} fails its health check`, ...(denied ? [`it is not allowed ${denied}`] : [])].join(': ');
  return `no container of the task starts: ${who} ${refused ?? 'does not become healthy'}`;
}

/** The proxy asks ECS for its configuration with the role of the host (aws/amazon-ecs-service-connect-agent#142 and #155). */
const DENIED = /\b(?:Unauthorized|not authorized) to perform:? (ecs:\w+)/i;
const LONGEST = 240;

interface Logged {
  readonly text: string;
  readonly count: number;
  readonly seen: Seen;
}

/** What the proxy logs again and again. */
function repeatedBy(frame: Frame, proxy: string, tasks: readonly Task[]): Logged | undefined {
  for (const task of tasks) {
    const found = repeatedFailure(logLines(frame, proxy, task));
    // Envoy puts its source file first
    const seen = found && { task, container: proxy, line: found.index };
    if (seen) return { text: found.text.replace(/^(?:\[[^\]]*\])+ /, ''), count: found.count, seen };
  }
  return undefined;
}

function allow(frame: Frame, action: string): string {
  switch (launchTypeOf(frame)) {
    case 'MANAGED_INSTANCES':
      return `allow ${action} on resource * in the role of the instance profile of the managed instances:`
        + ' its managed policy does not allow it';
    case 'FARGATE':
      return `let no service control policy and no policy of a VPC endpoint deny ${action}`;
    default:
      return `allow ${action} on resource * in the role of the instance profile; if it is, let the proxy reach 169.254.170.2`;
  }
}

function room(frame: Frame): string {
  const type = launchTypeOf(frame);
  const ofTask = 'leave room in the task for the proxy (256 CPU units and 64 MiB above what the containers need: cpu, memoryLimitMiB),';
  if (type === 'FARGATE' || type === 'MANAGED_INSTANCES' || !type) return `${ofTask} and check that it reaches ECS`;
  return 'replace the instance by one with the newest ECS-optimized AMI (ECS agent and Service Connect agent), and leave room in the task'
    + ' for the proxy: 256 CPU units and 64 MiB';
}

/** The name of the proxy, if it is the unhealthy container of the task. */
function unhealthyProxyOf(task: Task): string | undefined {
  const [name] = unhealthyContainers([task]);
  return addedBy(name) === 'Service Connect' ? name : undefined;
}
