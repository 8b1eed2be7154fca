import { aws_ec2 as ec2, aws_elasticloadbalancingv2 as elb, aws_iam as iam, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { BAD, GOOD, service } from '../apps';
import { serviceArn, serviceLook } from '../looks';
import { liveTest } from '../model';
import { Base } from '../network';
import { checked, settled } from '../questions';
import { Operation, SeenService } from '../recording';

interface Recording {
  readonly update: Operation;
}

export const l4 = liveTest<Recording>({
  id: 'L4',
  title: 'Blue/green: a good revision, then a bad one',
  minutes: 15,
  dollars: 0.05,
  isLong: true,
  settles: 'deployments, startedBy, rolloutState and the order of ListServiceDeployments in a blue/green deployment',
  run: async (kit) => {
    let cluster = '';
    const version = (tag: string) => ({ name: 'l4', build: (stack: Stack, base: Base) => {
      ({ cluster } = base);
      blueGreen(stack, base, tag);
    } });
    const created = await kit.deployed(version(GOOD));
    const arn = String(serviceArn(created.events));
    const started = await kit.update(version(BAD));
    return { update: await kit.follow(started, { look: async () => ({ service: await serviceLook(kit.aws, cluster, arn) }) }) };
  },
  judge: ({ update: { samples } }) => {
    const seen = samples.flatMap((sample) => (sample.service ? [sample.service] : []));
    const shifting = seen.filter(({ serviceDeployments: [newest] }) => newest && ['PENDING', 'IN_PROGRESS'].includes(newest.status));
    const [green] = shifting.flatMap((one) => greenOf(one) ?? []);
    const rollouts = new Set(shifting.flatMap(({ deployments }) => deployments.map(({ rolloutState }) => rolloutState ?? 'none')));
    const lists = seen.map(({ serviceDeployments: list }) => list.map(({ createdAt }) => createdAt)).filter(({ length }) => length > 1);
    const isNewestFirst = lists.every((times) => times.join() === [...times].sort().reverse().join());
    return [
      checked('The green deployment is in deployments[], its id ends in the digits of the target revision',
        shifting.length ? Boolean(green) : undefined, green ? `${green.id}, status ${green.status}` : 'no deployment with these digits'),
      checked('Its tasks have this id as startedBy', green && seen.some(({ startedBy }) => startedBy.includes(green.id)),
        [...new Set(seen.flatMap(({ startedBy }) => startedBy))].join(', ')),
      settled('rolloutState during the deployment', shifting.length ? [...rollouts].join(', ') : undefined),
      checked('ListServiceDeployments is newest first', lists.length ? isNewestFirst : undefined, isNewestFirst ? 'yes' : 'no'),
    ];
  },
});

function greenOf({ deployments, serviceDeployments: [newest] }: SeenService) {
  const digits = newest.targetRevision.split('/').pop() ?? '';
  return deployments.find(({ id }) => digits !== '' && id.endsWith(digits));
}

function blueGreen(stack: Stack, base: Base, tag: string): void {
  const api = service(stack, base, { id: 'L4', tag, service: { minHealthyPercent: undefined, healthCheckGracePeriod: Duration.seconds(60) } });
  const vpc = stack.node.findChild('Vpc') as ec2.IVpc;
  // Nobody outside needs to reach it.
  const balancer = new elb.ApplicationLoadBalancer(stack, 'Balancer', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } });
  const listener = balancer.addListener('Http', { port: 80, open: false, defaultAction: elb.ListenerAction.fixedResponse(404) });
  const group = (id: string, targets: elb.IApplicationLoadBalancerTarget[]) => new elb.ApplicationTargetGroup(stack, id, {
    vpc, port: 80, targetType: elb.TargetType.IP, protocol: elb.ApplicationProtocol.HTTP, targets,
    deregistrationDelay: Duration.seconds(10), healthCheck: { path: '/', interval: Duration.seconds(10), timeout: Duration.seconds(5) },
  });
  const [blue, green] = [group('Blue', [api]), group('Green', [])];
  const production = new elb.ApplicationListenerRule(stack, 'Production', {
    listener, priority: 1, conditions: [elb.ListenerCondition.pathPatterns(['/*'])],
    action: elb.ListenerAction.weightedForward([{ targetGroup: blue, weight: 1 }, { targetGroup: green, weight: 0 }]),
  });
  const role = new iam.Role(stack, 'ShiftRole', {
    assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonECSInfrastructureRolePolicyForLoadBalancers')],
  });
  const l1 = api.node.findChild('Service') as CfnResource;
  l1.addPropertyOverride('DeploymentConfiguration', { Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 2 });
  l1.addPropertyOverride('LoadBalancers.0.AdvancedConfiguration', {
    AlternateTargetGroupArn: green.targetGroupArn, ProductionListenerRule: production.listenerRuleArn, RoleArn: role.roleArn,
  });
}
