import { aws_ec2 as ec2, aws_ecs as ecs, aws_elasticloadbalancingv2 as elbv2, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { crash, imageGone, inOperation } from '../rules';
import { Family } from '../scenario';
import { assembly, diagnosed, Version } from '../shop';

const first: Version = {};
const second: Version = { imageTag: '1.42.0' };
const plain: Version = { plain: true };
const named = (serviceName: string, more: Version = {}): Version => ({ ...more, service: { serviceName } });

/** What stays when the service leaves the template, and a service that outlives it. */
function standing(service = false, watched = false): Version {
  const groupOf = (stack: Stack) => new ec2.SecurityGroup(stack, 'Group', { vpc: stack.node.findChild('Vpc') as ec2.Vpc });
  if (!service) return { withoutService: true, more: (stack) => void groupOf(stack) };
  return {
    build: ({ stack, cluster, taskDefinition }) => {
      const api = new ecs.FargateService(stack, 'Api', { cluster, taskDefinition, desiredCount: 2, minHealthyPercent: 100, securityGroups: [groupOf(stack)] });
      api.applyRemovalPolicy(RemovalPolicy.RETAIN);
      return watched ? diagnosed(api) : api;
    },
  };
}
const forced: Version = { overrides: { ForceNewDeployment: { EnableForceNewDeployment: true, ForceNewDeploymentNonce: '2' } } };

/** Behind a load balancer whose targets may finish their requests for half an hour. */
const draining = (more: Version): Version => ({
  ...more,
  loadBalanced: true,
  more: (stack) => {
    const group = stack.node.findAll().find((c): c is elbv2.CfnTargetGroup => c instanceof elbv2.CfnTargetGroup);
    group?.addPropertyOverride('TargetGroupAttributes', [{ Key: 'deregistration_delay.timeout_seconds', Value: '1800' }]);
  },
});

export const update: Family = {
  title: 'Update',
  scenarios: [
    {
      name: 'healthy update',
      happens: 'a new image; two new tasks replace the old ones',
      versions: [first, second],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'bad image',
      happens: 'the new image tag does not exist; the old tasks still serve',
      versions: [first, second],
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [15, 45], says: [/still/] },
    },
    {
      name: 'bad environment',
      happens: 'the new task definition lacks an environment variable, and the application logs its name',
      versions: [first, { container: { environment: { STAGE: 'prod' } } }],
      rules: [inOperation(2, crash)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing', says: [/changed since/] },
    },
    {
      name: 'no-op',
      happens: 'the same template again: CloudFormation has nothing to do',
      versions: [first, first],
      expect: { status: 'CREATE_COMPLETE', seconds: [0, 0] },
    },
    {
      name: 'tags only',
      happens: 'tags of the service change; ECS starts no deployment',
      versions: [first, { tags: { team: 'shop' } }],
      expect: { status: 'UPDATE_COMPLETE', verdict: [0, 40] },
    },
    {
      name: 'desired count only',
      happens: 'from two tasks to four; ECS starts no deployment',
      versions: [first, { service: { desiredCount: 4 } }],
      expect: { status: 'UPDATE_COMPLETE', verdict: [0, 60] },
    },
    {
      name: 'desired count only, while tasks crash',
      happens: 'the added tasks exit; they belong to an older deployment, which is not judged',
      versions: [first, { service: { desiredCount: 4, circuitBreaker: undefined } }],
      rules: [{ ...crash, when: { task: '3-4' } }],
      expect: { status: 'UPDATE_COMPLETE' },
    },
    {
      name: 'desired count 0',
      happens: 'the service is scaled to nothing with a new image',
      versions: [first, { ...second, service: { desiredCount: 0 } }],
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_COMPLETE' },
    },
    {
      name: 'forced new deployment',
      happens: 'the same task definition is deployed again',
      versions: [first, forced],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'forced new deployment fails',
      happens: 'its image is missing; ECS rolls back first, because CloudFormation has no earlier state to deploy',
      versions: [first, forced],
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: /^Api/, cause: 'image-not-found', because: /(ECS has given up the deployment|the service itself has failed)/ },
    },
    {
      name: 'forced new deployment fails, no circuit breaker',
      happens: 'the same without a circuit breaker, so only the diagnosis ends it; the image exists again for the rollback',
      versions: [{ service: { circuitBreaker: undefined } }, { ...forced, service: { circuitBreaker: undefined } }],
      rules: [{ ...inOperation(2, imageGone), when: { operation: 2, deployment: 'new', task: '1-3' } }],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'forced new deployment that also enables ECS Exec fails (F5)',
      happens: 'the first deployment with ECS Exec; nothing else starts a deployment, so ECS rolls back first here, too',
      versions: [first, { overrides: { ...forced.overrides, EnableExecuteCommand: true } }],
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: /^Api/, cause: 'image-not-found', because: /(ECS has given up the deployment|the service itself has failed)/ },
    },
    {
      name: 'options only',
      happens: 'only an option of the diagnosis changes, the service does not',
      versions: [first, { service: { diagnosis: { failureThreshold: 3 } } }],
      expect: { status: 'UPDATE_COMPLETE', verdict: [0, 3], because: /the same as before/ },
    },
    {
      name: 'replacement of the service',
      happens: 'the service gets another name: CloudFormation creates a new one, then deletes the old one',
      versions: [named('shop-a'), named('shop-b')],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'replacement, old id shown',
      happens: 'the same, while CloudFormation shows the id of the old service until the end',
      versions: [named('shop-a'), named('shop-b')],
      world: { switches: { replacementIdShown: 'old' } },
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'replacement fails',
      happens: 'the new service cannot pull its image; the old one was never touched',
      versions: [named('shop-a'), named('shop-b', second)],
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [15, 45] },
    },
    {
      name: 'diagnosis added',
      happens: 'added to a service that does not change',
      versions: [plain, first],
      expect: { status: 'UPDATE_COMPLETE', verdict: [0, 55], because: /does not change the service/ },
    },
    {
      name: 'diagnosis added with a bad image',
      happens: 'the first deployment under watch fails; the rollback deletes the diagnosis again',
      versions: [plain, second],
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'diagnosis removed',
      happens: 'the service stays, the diagnosis is deleted in the cleanup',
      versions: [first, plain],
      expect: { status: 'UPDATE_COMPLETE' },
    },
    {
      name: 'diagnosis removed with a bad image',
      happens: 'without a watch, the circuit breaker ends the deployment',
      versions: [first, { plain: true, imageTag: '1.42.0' }],
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'service' },
    },
    {
      name: 'service renamed',
      happens: 'another construct id: a new service with its own diagnosis, the old pair is deleted',
      versions: [first, { id: 'Web' }],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'service renamed with a bad image',
      happens: 'the new pair fails and is deleted, the old pair stays',
      versions: [first, { ...second, id: 'Web' }],
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'diagnosis added to an imported service',
      happens: 'a service created elsewhere was imported into the stack; then the diagnosis is added',
      versions: [standing(true), standing()],
      last: async (lab) => {
        const [service] = lab.engine.all().flatMap((stack) => stack.events).filter((e) => e.status === 'DELETE_SKIPPED');
        const imported = await lab.import({ assembly: assembly(standing(true)), resources: { [service.logicalId]: service.physicalId } });
        expect(imported.stackStatus).toBe('IMPORT_COMPLETE');
        return lab.deploy({ assembly: assembly(standing(true, true)) });
      },
      expect: { status: 'UPDATE_COMPLETE', because: /does not change the service/, verdict: [0, 55] },
    },
    {
      name: 'slow update',
      happens: 'old tasks drain for five minutes behind the load balancer; nothing is wrong',
      versions: [{ loadBalanced: true }, { loadBalanced: true, imageTag: '1.42.0' }],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/, seconds: [300, 600] },
    },
    {
      name: 'old tasks drain for half an hour',
      happens: 'the deregistration delay is 30 min, twice stuckAfter; the new tasks run, and nothing is stuck',
      versions: [draining({}), draining({ imageTag: '1.42.0' })],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/, seconds: [1800, 2100] },
    },
    {
      name: 'deleted by a person while it is updated',
      happens: 'DeleteStack at 40 s, in the middle of the deployment',
      versions: [first, second],
      rules: [{ when: { operation: 2 }, slow: { pending: 300 } }],
      meanwhile: (lab) => lab.at(40, () => { void lab.engine.delete('Shop'); }),
      expect: { status: 'DELETE_COMPLETE', first: /^Api/ },
    },
    {
      name: 'service removed',
      happens: 'service and diagnosis leave the template: both are deleted in the cleanup',
      versions: [first, { withoutService: true }],
      expect: { status: 'UPDATE_COMPLETE' },
    },
    {
      name: 'slow start within the grace period',
      happens: 'targets are unhealthy for three minutes of a grace period of five',
      versions: [first, { loadBalanced: true, service: { healthCheckGracePeriod: Duration.minutes(5) } }],
      rules: [{ when: { operation: 2 }, elb: { reason: 'Target.Timeout', description: 'Request timed out', healthyAfter: 180 } }],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
  ],
};

