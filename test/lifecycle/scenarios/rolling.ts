import { aws_ecs as ecs, CfnResource, Duration } from 'aws-cdk-lib';
import type { TaskRule } from '../../../src/lab/world';
import { onInstances } from '../instances';
import { forceDeployment, stopDeployment } from '../people';
import { crash, imageGone, inOperation, silentCrash } from '../rules';
import { Family, Scenario } from '../scenario';
import { assembly, Version } from '../shop';

const first: Version = {};
const second: Version = { imageTag: '1.42.0' };
const counted = (desiredCount: number, more: Version['service'] = {}, rest: Version = {}): Version => ({ ...rest, service: { desiredCount, ...more } });
const breaker = (type: string, value: number, more: object = {}) => ({
  'DeploymentConfiguration.DeploymentCircuitBreaker': { Enable: true, Rollback: true, ThresholdConfiguration: { Type: type, Value: value }, ...more },
});
const NO_BREAKER: Version['service'] = { circuitBreaker: undefined };
const MIXED = counted(3, { capacityProviderStrategies: [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }, { capacityProvider: 'FARGATE_SPOT', weight: 4 }] });
const SPOT: TaskRule = { spot: { after: 20 } };
const NO_INSTANCE: TaskRule = {
  place: { text: 'was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster' },
};

const scaling = onInstances({}, true);
const daemon = onInstances({ daemon: true, desiredCount: undefined });
/** Attached while nobody can know it yet: the controller is a parameter's affair, or set behind the back of the library. */
const controlledBy = (type: string): Version => ({
  more: (stack) => stack.node.findAll().filter((c) => CfnResource.isCfnResource(c) && c.cfnResourceType === 'AWS::ECS::Service')
    .forEach((c) => (c as CfnResource).addPropertyOverride('DeploymentController', { 'Fn::Select': [0, [{ Type: type }]] })),
});

/**
 * How many tasks ECS is allowed to start and stop at once. The verdict depends neither on the time that this takes nor on the number of old
 * tasks that are left when the deployment fails.
 */
const percents: readonly Scenario[] = [[0, 100], [0, 200], [50, 100], [50, 150], [100, 150], [100, 200]].flatMap(([min, max]) => {
  const within = { minHealthyPercent: min, maxHealthyPercent: max };
  const scenario = { name: `minimum ${min} %, maximum ${max} %`, versions: [counted(4, within), counted(4, within, second)] };
  return [
    { ...scenario, happens: 'a healthy update of four tasks', expect: { status: 'UPDATE_COMPLETE', because: /completed/ } },
    {
      ...scenario,
      name: `${scenario.name}, bad image`,
      happens: `the image of the new version cannot be pulled; ${min ? 'the remaining old tasks still serve' : 'ECS is allowed to stop all four old tasks first'}`,
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis' as const, cause: 'image-not-found' as const, verdict: [20, 75] as const },
    },
  ];
});

export const rolling: Family = {
  title: 'Rolling updates',
  scenarios: [
    ...percents,
    {
      name: 'desired count 0',
      happens: 'a service without tasks; its image does not exist, which has no effect',
      versions: [counted(0)],
      rules: [imageGone],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'desired count 1',
      happens: 'the only task cannot pull its image',
      versions: [counted(1)],
      rules: [imageGone],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [40, 65] },
    },
    {
      name: 'desired count 50',
      happens: 'fifty healthy tasks',
      versions: [counted(50)],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'desired count 50, five exit',
      happens: 'five of fifty exit once, their replacements stay up',
      versions: [counted(50)],
      rules: [{ ...silentCrash, when: { task: '3-7' } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'desired count 50, all exit',
      happens: 'all of them exit',
      versions: [counted(50)],
      rules: [crash],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing', verdict: [50, 80] },
    },
    {
      name: 'one healthy, the others exit now and then',
      happens: 'tasks 2 to 3 exit, later ones keep running; the new version works, so it gets the patience of the circuit breaker',
      versions: [counted(2)],
      rules: [{ ...silentCrash, when: { task: '2-3' } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'circuit breaker off',
      happens: 'without the diagnosis CloudFormation would wait for three hours',
      versions: [{ service: NO_BREAKER }],
      rules: [crash],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing', verdict: [30, 60] },
    },
    {
      name: 'circuit breaker off, no diagnosis',
      happens: 'for comparison: three hours, then an event without a cause',
      versions: [{ plain: true, service: NO_BREAKER }],
      rules: [crash],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'service', seconds: [10_800, 11_000] },
    },
    {
      name: 'exits after RUNNING that ECS does not count',
      happens: 'second model of an open question: the circuit breaker never trips',
      rules: [silentCrash],
      world: { switches: { ecs: { exitAfterRunningCounts: false } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', verdict: [35, 90] },
    },
    {
      name: 'failed tasks no longer counted after the first RUNNING',
      happens: 'second model of the moment at which ECS resets failedTasks to 0',
      rules: [crash],
      world: { switches: { ecs: { failedTasksEndAt: 'RUNNING' } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing', verdict: [30, 70] },
    },
    {
      name: 'stopped tasks missing from the list of the service',
      happens: 'ListTasks does not show them; the service events name them',
      rules: [imageGone],
      world: { switches: { ecs: { serviceFilterFindsStopped: false } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [20, 60] },
    },
    {
      name: 'ARN of the service without a cluster (F15)',
      happens: 'a service from before the long ARN format: its cluster is that in its properties',
      versions: [first, second],
      rules: [inOperation(2, imageGone)],
      world: { switches: { ecs: { serviceArns: 'short' } } },
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [15, 45] },
    },
    {
      name: 'many deployments, the oldest first in the list (F14)',
      happens: 'DescribeServices is denied, so the deployment is found in the list of deployments, whose first page has only old ones',
      versions: [first],
      rules: [inOperation(2, imageGone)],
      world: {
        switches: { ecs: { serviceDeploymentsListed: 'oldest-first' } },
        faults: [{ service: 'ecs', operation: 'DescribeServices', kind: 'accessDenied' }],
      },
      last: async (lab) => {
        for (let n = 0; n < 25; n++) forceDeployment(lab);
        await lab.advance(600);
        return lab.deploy({ assembly: assembly(second) });
      },
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [15, 60] },
    },
    {
      name: 'circuit breaker COUNT 1, bad image',
      happens: 'ECS gives up after the first failed task and races the diagnosis',
      versions: [{ overrides: breaker('COUNT', 1) }],
      rules: [imageGone],
      expect: { status: 'ROLLBACK_COMPLETE', first: /^Api/, verdict: [35, 65] },
    },
    {
      name: 'circuit breaker COUNT 1, application exits',
      happens: 'one failure: below the threshold of the diagnosis, but ECS has given up',
      versions: [{ overrides: breaker('COUNT', 1) }],
      rules: [{ ...crash, when: { failFirst: 1 } }],
      expect: { status: 'ROLLBACK_COMPLETE', first: /^Api/, verdict: [45, 80] },
    },
    {
      name: 'circuit breaker UNBOUNDED_PERCENT 10, three tasks',
      happens: 'ten per cent of three is one failure: ECS gives up before the diagnosis does',
      versions: [counted(3, {}, { overrides: breaker('UNBOUNDED_PERCENT', 10) })],
      rules: [{ ...silentCrash, when: { failFirst: 1 } }],
      expect: { status: 'ROLLBACK_COMPLETE', first: /^Api/, verdict: [48, 80] },
    },
    {
      name: 'circuit breaker without rollback',
      happens: 'ECS stops the deployment and keeps the tasks; the diagnosis is earlier',
      versions: [first, { ...second, service: { circuitBreaker: { rollback: false } } }],
      rules: [inOperation(2, crash)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing' },
    },
    {
      name: 'ECS gives up first',
      happens: 'the policy for this cause is never, so the circuit breaker ends the deployment; the log still has the cause',
      versions: [{ overrides: breaker('COUNT', 3), service: { diagnosis: { failureThreshold: 50 } } }],
      rules: [silentCrash],
      expect: { status: 'ROLLBACK_COMPLETE', first: /^Api/, cause: 'app-crashed' },
    },
    {
      name: 'deployment alarm',
      happens: 'an alarm goes off while the new tasks start; ECS rolls back',
      versions: [first, { ...second, service: { deploymentAlarms: { alarmNames: ['Errors'], behavior: ecs.AlarmBehavior.ROLLBACK_ON_ALARM } } }],
      deployments: [{ when: { operation: 2, deployment: 'new' }, alarm: { after: 33 } }],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: /^Api/, cause: 'alarm-rollback', because: /ECS has given up the deployment/, verdict: [28, 50] },
    },
    {
      name: 'bake time with alarms',
      happens: 'the tasks run, and ECS watches the alarms for eight minutes, longer than stuckAfter; this is not stuck',
      versions: [{
        service: {
          deploymentAlarms: { alarmNames: ['Errors'], behavior: ecs.AlarmBehavior.ROLLBACK_ON_ALARM }, diagnosis: { stuckAfter: Duration.minutes(2) },
        },
        overrides: { 'DeploymentConfiguration.BakeTimeInMinutes': 8 },
      }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/, seconds: [480, 700] },
    },
    {
      name: 'a newer deployment takes over',
      happens: 'a person forces a deployment at 30 s; it replaces the one under watch, which is no failure',
      versions: [first, second],
      meanwhile: (lab) => lab.at(30, () => forceDeployment(lab)),
      expect: { status: 'UPDATE_COMPLETE' },
    },
    {
      name: 'deployment stopped by a person, with rollback',
      happens: 'StopServiceDeployment at 30 s; nothing is wrong with the deployment, and the diagnosis reports no cause',
      versions: [first, second],
      meanwhile: (lab) => lab.at(30, () => stopDeployment(lab, 'ROLLBACK')),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'service', because: /stack is in UPDATE_ROLLBACK_IN_PROGRESS|ECS has given up the deployment: .*no cause was found/ },
    },
    {
      name: 'tasks stopped by a person',
      happens: 'a person stops three tasks during the deployment, with reasons that sound like failures',
      rules: [{ when: { failFirst: 3 }, user: { after: 10, text: 'CannotPullContainerError: not found, said the operator' } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'spot interruptions',
      happens: 'four Spot tasks are interrupted, the next ones keep running',
      versions: [counted(2, { capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] })],
      rules: [{ ...SPOT, when: { failFirst: 4 } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'FARGATE and FARGATE_SPOT mixed, Spot interrupted',
      happens: 'one task on FARGATE, the others on Spot; two of those are interrupted at once',
      versions: [MIXED],
      rules: [{ ...SPOT, when: { task: '2-3' } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'FARGATE and FARGATE_SPOT mixed, application exits',
      happens: 'the application exits on both; a Spot interruption at the same time is not the cause',
      versions: [MIXED],
      rules: [{ ...SPOT, when: { task: '3' } }, crash],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing', verdict: [50, 80] },
    },
    {
      name: 'no Fargate capacity for five minutes',
      happens: 'the first tasks cannot be placed, later ones can',
      rules: [{ when: { failFirst: 1 }, place: { text: 'Capacity is unavailable at this time. Please try again later or in a different availability zone' } }],
      versions: [{ service: NO_BREAKER }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'no Fargate capacity at all',
      happens: 'the capacity does not return',
      rules: [{ place: { text: 'Capacity is unavailable at this time. Please try again later or in a different availability zone' } }],
      versions: [{ service: NO_BREAKER }],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'fargate-capacity', verdict: [880, 1000], because: /kept tasks from starting for 15 min/ },
    },
    {
      name: 'vCPU quota',
      happens: 'the quota of the account is used up',
      rules: [{ quota: { text: 'You\'ve reached the limit on the number of vCPUs you can run concurrently' } }],
      versions: [{ service: NO_BREAKER }],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'vcpu-quota', verdict: [480, 520] },
    },
    {
      name: 'role cannot be assumed',
      happens: 'ECS is not allowed to assume the task role',
      rules: [{ role: { text: 'ECS was unable to assume the role \'arn:aws:iam::123456789012:role/Shop-TaskRole\' that was provided for this task' } }],
      versions: [{ service: NO_BREAKER }],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'role-not-assumable', verdict: [480, 520] },
    },
    {
      name: 'service on instances',
      happens: 'a healthy EC2 service with the diagnosis attached',
      versions: [onInstances()],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'no instances',
      happens: 'the cluster has no instance, and nothing launches one',
      versions: [onInstances({ circuitBreaker: undefined })],
      rules: [NO_INSTANCE],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'no-container-instances', verdict: [480, 520] },
    },
    {
      name: 'a capacity provider launches instances',
      happens: 'the first try finds no instance; the next tasks stay in PROVISIONING for eight minutes, until the Auto Scaling group has one',
      versions: [scaling],
      rules: [{ ...NO_INSTANCE, when: { failFirst: 1 } }, { slow: { provisioning: 480 } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'daemon service',
      happens: 'one task for each instance',
      versions: [daemon],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'daemon service, application exits',
      happens: 'the agent exits on the only instance',
      versions: [daemon],
      rules: [silentCrash],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed' },
    },
    ...['CODE_DEPLOY', 'EXTERNAL'].map((type): Scenario => ({
      name: `deployment controller ${type}`,
      happens: 'another controller makes the deployments; the diagnosis ends at once',
      versions: [controlledBy(type)],
      rules: [crash],
      expect: { status: 'CREATE_COMPLETE', because: new RegExp(`run by ${type}|completed`), verdict: [0, 35] },
    })),
    {
      name: 'long start, all is well',
      happens: 'a large image: nine minutes of PENDING, then healthy',
      rules: [{ slow: { pending: 540 } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/, seconds: [540, 700] },
    },
    {
      name: 'container health check slower than anything',
      happens: 'startPeriod of five minutes, ten retries of a minute: healthy after eleven minutes',
      versions: [{
        container: {
          healthCheck: { command: ['CMD', 'true'], startPeriod: Duration.minutes(5), interval: Duration.minutes(1), retries: 10 },
        },
      }],
      rules: [{ containerHealth: { container: 'api', healthyAfter: 660 } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
  ],
};
