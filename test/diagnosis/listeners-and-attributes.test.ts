import { exited, Given, top } from './given';

describe('a port that the program itself opens twice', () => {
  const line = 'Error initializing listener of type tcp: listen tcp4 0.0.0.0:8200: bind: address already in use';

  test.each<[string, Given, RegExp]>([
    ['a variable and the mode for development: https://github.com/hashicorp/docker-vault/issues/7', {
      container: { environment: [{ name: 'VAULT_LOCAL_CONFIG', value: '{"listener":{"tcp":{"address":"0.0.0.0:8200"}}}' }], command: ['server', '-dev'] },
    }, /one listener for port 8200 .*\(-dev, VAULT_LOCAL_CONFIG, the image\)/],
    ['a file of a directory that the image reads: https://github.com/hashicorp/docker-vault/issues/229', {
      container: { command: ['server', '-config=/vault/config/vault-config.hcl', '-log-level=trace'] },
    }, /\(-config=\/vault\/config\/vault-config\.hcl, the image\)/],
    ['nothing is known', {}, /one listener for port 8200 in the configuration: a file, a variable and an option can each name one; or/],
  ])('%s', (_what, given, fix) => {
    const cause = exited(line, given);
    expect(cause.id).toBe('app-port-conflict');
    expect(cause.headline).toContain('8200');
    expect(cause.fix).toMatch(fix);
    expect(cause.fix).not.toMatch(/each container/);
  });

  test('not in a network of several containers, or of the instance', () => {
    expect(exited(line, { others: [{ name: 'proxy' }] }).fix).toMatch(/each container/);
    expect(exited(line, { definition: { networkMode: 'host' } }).fix).toMatch(/each container/);
  });
});

describe('what no instance has', () => {
  const none = '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 9f8e7d6c)';
  const lacks = (given: Given) => top({ ...given, events: [`${none} is missing an attribute required by your task.`] });
  const unmet = (given: Given) => top({ ...given, events: [`${none} encountered error "MemberOf placement constraint unsatisfied.".`] });
  const needs = (...names: readonly string[]): Given => ({ definition: { networkMode: 'bridge', requiresAttributes: names.map((name) => ({ name })) } });

  test.each([
    ['https://github.com/aws/amazon-ecs-agent/issues/1429', 'com.amazonaws.ecs.capability.task-iam-role', 'ECS_ENABLE_TASK_IAM_ROLE=true'],
    ['https://github.com/aws/amazon-ecs-agent/issues/1395', 'ecs.capability.execution-role-awslogs', 'ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true'],
  ])('a setting of the agent: %s', (_source, attribute, setting) => {
    expect(lacks(needs(attribute)).fix).toContain(`on an AMI of your own, with ${setting} in /etc/ecs/ecs.config`);
    expect(lacks(needs()).fix).not.toContain('ecs.config');
    expect(lacks(needs('com.amazonaws.ecs.capability.task-iam-role-network-host')).fix).toContain('ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true');
  });

  test.each([
    ['attribute:stack == prod', 'give the instances the attribute stack: ECS_INSTANCE_ATTRIBUTES={"stack":"prod"} in /etc/ecs/ecs.config'],
    ['attribute:ecs.instance-type =~ g4dn.*', 'add instances that match ecs.instance-type (g4dn.*)'],
    ['task:group == service:agent', 'add instances that match the task'],
  ])('a constraint: %s', (expression, fix) => {
    const placementConstraints = [{ type: 'memberOf', expression }];
    const ofTask = unmet({ definition: { placementConstraints } });
    expect(ofTask.id).toBe('placement-constraint');
    expect(ofTask.headline).toContain(expression);
    expect(ofTask.fix).toContain(`relax placementConstraints of the task definition, or ${fix}`);
    expect(unmet({ service: { placementConstraints } }).fix).toContain('of the Ec2Service');
  });

  test('a Spot instance that AWS took back', () => {
    const cause = top({ task: { stopCode: 'TerminationNotice', stoppedReason: 'Host EC2 (instance i-0bb11cc22dd33ee44) terminated.', containers: [{ name: 'web' }] } });
    expect(cause.evidence.join()).toContain('i-0bb11cc22dd33ee44');
    expect(cause.fix).toContain('if they are Spot instances, keep some on demand');
  });
});
