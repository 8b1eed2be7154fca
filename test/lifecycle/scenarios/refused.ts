import { Duration } from 'aws-cdk-lib';
import type { Fault } from '../../../src/lab/faults';
import { answers404, crash, imageGone, inOperation, timesOut } from '../rules';
import { Family, Scenario } from '../scenario';
import { hooked, onUpdate, PAUSE } from '../shifting';
import { Version } from '../shop';

const balanced: Version = { loadBalanced: true };
const always = (service: string, operation: string): Partial<Scenario> => ({
  rules: [crash], versions: [balanced], world: { faults: [{ service, operation, kind: 'accessDenied' }] },
});
const denied = (service: string, operation: string): Scenario['world'] => ({ faults: [{ service, operation, kind: 'accessDenied' }] });
const found = { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing', verdict: [50, 80] } as const;
const AWAY = /^not readable: /m;

/** Every call, with a probability. */
const throttled = (probability: number): readonly Fault[] => ['cloudformation', 'ecs', 'elb', 'logs'].map((service) => ({ service, kind: 'throttle', probability }));

export const refused: Family = {
  title: 'One API that refuses every call',
  scenarios: [
    {
      name: 'DescribeStacks', happens: 'the application exits; status and start of the operation are read from the events of the stack', ...always('cloudformation', 'DescribeStacks'),
      expect: { ...found, says: [/not readable: stack: AccessDenied/] },
    },
    {
      name: 'DescribeStackResource', happens: 'the same; the service is found in the events of the stack', ...always('cloudformation', 'DescribeStackResource'),
      expect: { ...found, says: [/not readable: stack resource: AccessDenied/] },
    },
    {
      name: 'DescribeStackEvents', happens: 'not needed while the other two answer', ...always('cloudformation', 'DescribeStackEvents'),
      expect: { ...found, also: ({ reason }) => expect(reason).not.toMatch(AWAY) },
    },
    {
      name: 'DescribeServices', happens: 'the service deployment names the deployment, and its tasks are read', ...always('ecs', 'DescribeServices'),
      expect: { ...found, says: [/not readable: service: AccessDenied/, /impact: not known/] },
    },
    {
      name: 'ListTasks', happens: 'the events of the service name the tasks', ...always('ecs', 'ListTasks'),
      expect: { ...found, says: [/not readable: tasks: AccessDenied/] },
    },
    {
      name: 'DescribeTasks', happens: 'no task can be read; ECS ends the deployment, and the diagnosis lists what it could not read', ...always('ecs', 'DescribeTasks'),
      // CloudFormation and the diagnosis see the verdict of ECS at the same time: either may come first
      expect: { status: 'ROLLBACK_COMPLETE', first: /^Api/, cause: 'circuit-breaker-generic', says: [/its tasks could not be read/, /not readable: tasks: AccessDenied/], log: /could not be read: tasks \(AccessDeniedException\)/ },
    },
    {
      name: 'DescribeTaskDefinition', happens: 'the location of the log stays unknown', ...always('ecs', 'DescribeTaskDefinition'),
      expect: { ...found, cause: 'app-crashed', says: [/not readable: task definition: AccessDenied/] },
    },
    {
      name: 'ListServiceDeployments', happens: 'not needed for a rolling update', ...always('ecs', 'ListServiceDeployments'), expect: found,
    },
    {
      name: 'DescribeServiceDeployments', happens: 'not needed for a rolling update', ...always('ecs', 'DescribeServiceDeployments'), expect: found,
    },
    {
      name: 'DescribeTargetGroups', happens: 'the settings of the health check stay unknown', ...always('elb', 'DescribeTargetGroups'),
      expect: { ...found, says: [/not readable: target groups: AccessDenied/] },
    },
    {
      name: 'DescribeTargetHealth', happens: 'whether a target is healthy stays unknown', ...always('elb', 'DescribeTargetHealth'),
      expect: { ...found, says: [/not readable: target health: AccessDenied/] },
    },
    {
      name: 'GetLogEvents', happens: 'the log stays unread', ...always('logs', 'GetLogEvents'),
      expect: { ...found, cause: 'app-crashed', says: [/log \(api\): not readable: .*AccessDenied/] },
    },
    {
      name: 'DescribeTasks, health check answers 404', happens: 'the targets show the cause, and ECS\'s own count replaces the tasks that cannot be read',
      rules: [answers404], versions: [balanced], world: denied('ecs', 'DescribeTasks'),
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'elb-health-check-status', says: [/not readable: tasks: AccessDenied/] },
    },
    {
      name: 'DescribeServices, tasks hang', happens: 'the settings that could explain the wait are unread, so the limit is the longest wait that they allow',
      rules: [{ hang: 'PENDING' }], versions: [{ service: { circuitBreaker: undefined } }], world: denied('ecs', 'DescribeServices'),
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'deployment-stuck-pending', verdict: [3000, 3100], says: [/not readable: service: AccessDenied/] },
    },
    {
      name: 'DescribeTaskDefinition, a container is waited for', happens: 'another container takes twenty minutes, as startTimeout allows; this setting cannot be read, and nothing fails',
      rules: [{ slow: { pending: 1200 } }], versions: [{ service: { circuitBreaker: undefined } }], world: denied('ecs', 'DescribeTaskDefinition'),
      expect: { status: 'CREATE_COMPLETE', because: /completed/, seconds: [1200, 1400] },
    },
    {
      name: 'DescribeTargetGroups, slow health check', happens: 'ten checks 300 s apart, healthy after 25 minutes; the settings of the check cannot be read',
      rules: [{ elb: { ...timesOut.elb!, healthyAfter: 1500 } }], world: denied('elb', 'DescribeTargetGroups'),
      versions: [{
        loadBalanced: { interval: Duration.seconds(300), timeout: Duration.seconds(5), unhealthyThresholdCount: 10 },
        service: { circuitBreaker: undefined },
      }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/, seconds: [1500, 3000] },
    },
    {
      name: 'DescribeServiceDeployments, hook fails', happens: 'the list of service deployments also has status and reason',
      versions: hooked('POST_TEST_TRAFFIC_SHIFT'), deployments: onUpdate({ hooks: { POST_TEST_TRAFFIC_SHIFT: { after: 10, status: 'FAILED' } } }),
      world: denied('ecs', 'DescribeServiceDeployments'),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'lifecycle-hook-failed', says: [/not readable: service deployment: AccessDenied/] },
    },
    {
      name: 'DescribeServiceDeployments, tasks hang', happens: 'the stage is unknown, but no hook keeps a task in PENDING: the deployment is stuck',
      rules: [inOperation(2, { hang: 'PENDING' })], versions: hooked('POST_SCALE_UP'), world: denied('ecs', 'DescribeServiceDeployments'),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', says: [/in PENDING/, /not readable: service deployment: AccessDenied/] },
    },
    {
      name: 'ListTasks, vCPU quota used up at first', happens: 'ECS counts the refused try as a failed task; the diagnosis does not',
      rules: [{ when: { failFirst: 1 }, quota: { text: 'You\'ve reached the limit on the number of vCPUs you can run concurrently' } }], world: denied('ecs', 'ListTasks'),
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'DescribeServiceDeployments, pause', happens: 'a hook waits for 25 minutes, far beyond stuckAfter; the stage cannot be read, but the service has hooks',
      versions: hooked('PRE_SCALE_UP', PAUSE), deployments: onUpdate({ hooks: { PRE_SCALE_UP: { after: 1500, action: 'CONTINUE' } } }),
      world: denied('ecs', 'DescribeServiceDeployments'),
      expect: { status: 'UPDATE_COMPLETE', seconds: [1500, 1800] },
    },
    {
      name: 'all of them', happens: 'nothing can be read; the deployment ends as it would without the diagnosis',
      rules: [crash], versions: [balanced],
      world: { faults: ['cloudformation', 'ecs', 'elb', 'logs'].map((service) => ({ service, kind: 'accessDenied' as const })) },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'service', log: /could not be read: stack \(AccessDenied\)/ },
    },
    {
      name: 'all of them, healthy', happens: 'nothing can be read, and nothing is wrong; after two minutes the diagnosis ends with success',
      world: { faults: ['cloudformation', 'ecs', 'elb', 'logs'].map((service) => ({ service, kind: 'accessDenied' as const })) },
      expect: { status: 'CREATE_COMPLETE', verdict: [140, 155], because: /could be read for 2 min/ },
    },
    {
      name: 'one call in three throttled', happens: 'the image is missing; the verdict comes at most three polls after the undisturbed one (51 s)',
      rules: [imageGone], versions: [{ imageTag: '1.42.0' }], world: { faults: throttled(1 / 3) },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [40, 62], varies: true },
    },
  ],
};
