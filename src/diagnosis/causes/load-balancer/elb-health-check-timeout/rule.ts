import { isNetworkGroup, isTcpCheck } from '../../../read';
import { checkTrafficPort, Failing, healthRule, otherProtocol, tcpFact } from '../health-rule';

export const elbHealthCheckTimeout = healthRule({
  id: 'elb-health-check-timeout',
  title: 'Health check timed out',
  headline: (f) => {
    const limit = f.timeout ? `within ${f.timeout} s` : 'in time';
    return `${f.who} does not answer ${f.where} ${limit}`;
  },
  facts: (f) => [
    // its own error is the nearer reason
    !f.complaint && 'a timeout, not a refusal, points to a security group or to an application that is too slow',
    tcpFact(f),
    f.dynamicPorts && 'the host port is dynamic: ECS takes one of the ephemeral range of the instance for each task',
    f.listens && `by its log the application listens there: ${f.listens}`,
  ],
  fix: (f) => {
    const protocol = otherProtocol(f);
    if (protocol) return protocol;
    const other = f.trafficPort ? `; or ${checkTrafficPort(f)}` : '';
    const answers = f.listens ? 'check that it answers in time' : `check that the application ${answer(f)}`;
    const first = f.complaint ? 'correct what the application logs meanwhile; if it answers inside the task, ' : '';
    return `${first}let the load balancer in: ${letIn(f)}; ${answers}${other}`;
  },
});

function answer({ group, checked }: Failing): string {
  if (!isTcpCheck(group)) return 'answers in time on 0.0.0.0';
  return `accepts TCP connections on port ${checked ?? 'of portMappings'}, on all addresses`;
}

function letIn(failing: Failing): string {
  return `${allow(failing)}${isNetworkGroup(failing.group) ? ', or from the addresses of its subnets if it has no security group' : ''}`;
}

function allow({ dynamicPorts, checked, ofInstances }: Failing): string {
  if (dynamicPorts) return 'autoScalingGroup.connections.allowFrom(loadBalancer, Port.tcpRange(32768, 65535))';
  return `${ofInstances ? 'autoScalingGroup' : 'service'}.connections.allowFrom(loadBalancer, Port.tcp(${checked ?? 'port'}))`;
}
