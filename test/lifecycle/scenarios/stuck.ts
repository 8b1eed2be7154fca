import { aws_ecs as ecs, CfnResource, Duration } from 'aws-cdk-lib';
import type { DiagnosedFargateServiceProps } from '../../../src';
import { Family } from '../scenario';
import { Version } from '../shop';

type Diagnosis = NonNullable<DiagnosedFargateServiceProps['diagnosis']>;
const after = (minutes: number, more: Diagnosis = {}): Diagnosis => ({ stuckAfter: Duration.minutes(minutes), ...more });
/** Without a circuit breaker nobody else ends what is stuck. */
const stuck = (diagnosis: Diagnosis = after(4), more: Version = {}): Version => ({
  ...more, service: { circuitBreaker: undefined, diagnosis, ...more.service },
});
const v1 = stuck(), v2 = stuck(after(4), { imageTag: '1.42.0' });
const noRoom = (imageTag: string, desiredCount = 1): Version => stuck(after(15), {
  imageTag, service: { desiredCount, minHealthyPercent: 100, maxHealthyPercent: 100 },
});

export const notMoving: Family = {
  title: 'Nothing stops and nothing moves',
  scenarios: [
    {
      name: 'tasks stay in PROVISIONING',
      happens: 'no network interface is ever attached',
      versions: [v1],
      rules: [{ hang: 'PROVISIONING' }],
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', verdict: [240, 280],
        because: /^nothing has moved for \d+ min.*, since 09:00:\d\d UTC; waiting for 2 tasks in PROVISIONING to run/, says: [/awaited: .*network interface/],
      },
    },
    {
      name: 'tasks stay in PENDING',
      happens: 'the image pull never ends',
      versions: [v1],
      rules: [{ hang: 'PENDING' }],
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', verdict: [240, 300],
        because: /waiting for 2 tasks in PENDING to run/, says: [/awaited: the image to be pulled/],
      },
    },
    {
      name: 'tasks stay in PENDING for longer than eight minutes',
      happens: 'the same with the default patience; the message begins with the state of the tasks',
      versions: [stuck(after(15))],
      rules: [{ hang: 'PENDING' }],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'deployment-stuck-pending', verdict: [900, 960], says: [/fix: check/] },
    },
    {
      name: 'a container waits for another one',
      happens: 'dependsOn HEALTHY on a sidecar that never becomes healthy; the limit includes its health check and startTimeout',
      versions: [stuck(after(4), {
        more: (_, api) => {
          const proxy = api!.taskDefinition.addContainer('proxy', {
            image: ecs.ContainerImage.fromRegistry('envoy:1'),
            essential: false,
            healthCheck: { command: ['CMD', 'true'], interval: Duration.seconds(10), retries: 3, startPeriod: Duration.seconds(10) },
          });
          api!.taskDefinition.findContainer('api')!.addContainerDependencies({ container: proxy, condition: ecs.ContainerDependencyCondition.HEALTHY });
        },
      })],
      rules: [{ containerHealth: { container: 'proxy' } }],
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', verdict: [240, 320], cause: 'container-health-check', says: [/container "proxy" fails its health check, so container "api" never starts/],
      },
    },
    {
      name: 'no room to move, one task',
      happens: 'healthy percent 100 to 100 with desired count 1: ECS can neither start nor stop a task, not even for the rollback',
      versions: [noRoom('1.41.0'), noRoom('1.42.0')],
      expect: {
        status: 'UPDATE_ROLLBACK_FAILED', first: 'diagnosis', cause: 'deployment-config-blocked', verdict: [60, 260], says: [/maxHealthyPercent/],
      },
    },
    {
      name: 'no room to move, four tasks',
      happens: 'the same with four tasks; the settings of the previous version leave room, so the rollback succeeds',
      versions: [stuck(after(15), { service: { desiredCount: 4 } }), noRoom('1.42.0', 4)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'deployment-config-blocked', verdict: [60, 260] },
    },
    {
      name: 'no room to move, no diagnosis',
      happens: 'for comparison: three hours, and the rollback cannot move either',
      versions: [{ ...noRoom('1.41.0'), plain: true }, { ...noRoom('1.42.0'), plain: true }],
      expect: { status: 'UPDATE_ROLLBACK_FAILED', first: 'service', seconds: [21_600, 22_000] },
    },
    {
      name: 'unhealthy within the grace period',
      happens: 'the targets stay unhealthy within a grace period of ten minutes, so the limit is longer than stuckAfter',
      versions: [stuck(after(2), { loadBalanced: true, service: { healthCheckGracePeriod: Duration.minutes(10) } })],
      rules: [{ elb: { reason: 'Target.Timeout', description: 'Request timed out', healthyAfter: 420 } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/, seconds: [420, 560] },
    },
    {
      name: 'unhealthy beyond the grace period',
      happens: 'the targets stay unhealthy; ECS stops the tasks when the grace period is over',
      versions: [stuck(after(2), { loadBalanced: true, service: { healthCheckGracePeriod: Duration.minutes(4) } })],
      rules: [{ elb: { reason: 'Target.Timeout', description: 'Request timed out' } }],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'elb-health-check-timeout', verdict: [240, 360] },
    },
    {
      name: 'load balancer without listener',
      happens: 'ECS has accepted a target group that no listener forwards to: its targets are never checked',
      versions: [stuck(after(4), {
        loadBalanced: true,
        more: (stack) => {
          // The default action answers by itself; the target group is left behind.
          const listener = stack.node.findChild('Alb').node.findChild('Http').node.defaultChild as CfnResource;
          listener.addPropertyOverride('DefaultActions', [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]);
        },
      })],
      world: { switches: { ecs: { refuseUnusedTargetGroup: false } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'target-not-in-use', verdict: [60, 700], says: [/listener/] },
    },
    {
      name: 'old tasks do not go',
      happens: 'the deregistration delay of five minutes is longer than stuckAfter',
      versions: [
        stuck(after(4), { loadBalanced: true }),
        stuck(after(4), { loadBalanced: true, imageTag: '1.42.0' }),
      ],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'stuckAfter 0',
      happens: 'never stuck; the diagnosis hands over when its time is over, and the deployment completes',
      versions: [stuck({ stuckAfter: Duration.seconds(0), timeout: Duration.minutes(8) })],
      rules: [{ slow: { pending: 600 } }],
      expect: { status: 'CREATE_COMPLETE', because: /the watch ends after 8 min, waiting for 2 tasks in PENDING to run/, verdict: [500, 520] },
    },
    {
      name: 'progress, slow but steady',
      happens: 'four tasks start one after the other, each within stuckAfter, all together far beyond it',
      versions: [
        stuck(after(3), { service: { desiredCount: 4, minHealthyPercent: 75, maxHealthyPercent: 100 } }),
        stuck(after(3), { imageTag: '1.42.0', service: { desiredCount: 4, minHealthyPercent: 75, maxHealthyPercent: 100 } }),
      ],
      rules: [{ when: { operation: 2 }, slow: { pending: 100 } }],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/, seconds: [400, 900] },
    },
    {
      name: 'stuck update',
      happens: 'the new tasks hang; the old ones still run, and the message contains this',
      versions: [v1, v2],
      rules: [{ when: { operation: 2, deployment: 'new' }, hang: 'PENDING' }],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', verdict: [240, 300], says: [/still run/] },
    },
  ],
};
