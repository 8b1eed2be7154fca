import { Aspects, aws_ecs as ecs, aws_lambda as lambda, CfnResource, Duration } from 'aws-cdk-lib';
import { answers404, crash, imageGone, outOfMemory, silentCrash, timesOut } from '../rules';
import { Family } from '../scenario';
import { Version } from '../shop';

const newImage: Version = { imageTag: '1.42.0' };
const balanced: Version = { loadBalanced: true };
const checked: Version = {
  container: { healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost:8080/'], interval: Duration.seconds(10), retries: 3, startPeriod: Duration.seconds(20) } },
};
/** A second service, whose deployment ECS gives up after the first failed task. */
const withWorker: Version = {
  more: (stack, api) => {
    const worker = new ecs.FargateService(stack, 'Worker', { cluster: api!.cluster as ecs.Cluster, taskDefinition: api!.taskDefinition, desiredCount: 1, minHealthyPercent: 100 });
    (worker.node.defaultChild as ecs.CfnService).addPropertyOverride('DeploymentConfiguration.DeploymentCircuitBreaker', {
      Enable: true, Rollback: false, ThresholdConfiguration: { Type: 'COUNT', Value: 1 },
    });
  },
};
const withSidecar: Version = {
  more: (_, api) => {
    api?.taskDefinition.addContainer('proxy', { image: ecs.ContainerImage.fromRegistry('envoy:1'), essential: true });
  },
};

/** Names of a company for its functions and state machines: a property, and an override. */
const named: Version = {
  more: (stack) => {
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof lambda.CfnFunction) node.functionName = 'acme-diagnosis';
        if (CfnResource.isCfnResource(node) && /StateMachine$/.test(node.cfnResourceType)) node.addPropertyOverride('StateMachineName', 'acme-waiter');
      },
    });
  },
};

export const create: Family = {
  title: 'Create',
  scenarios: [
    {
      name: 'healthy create',
      happens: 'two tasks start and stay up',
      expect: { status: 'CREATE_COMPLETE', verdict: [60, 120], because: /completed/ },
    },
    {
      name: 'an aspect names the function and the state machine',
      happens: 'the roles and the state machine have these names, too; two tasks start and stay up',
      versions: [named],
      expect: { status: 'CREATE_COMPLETE', verdict: [60, 120], because: /completed/, log: /started to watch Shop\/Api/ },
    },
    {
      name: 'image tag missing',
      happens: 'the first task cannot pull its image',
      versions: [newImage],
      rules: [imageGone],
      expect: {
        status: 'ROLLBACK_COMPLETE',
        first: 'diagnosis',
        cause: 'image-not-found',
        verdict: [40, 65],
        because: /^\d+ failed tasks?, and this does not heal by itself, \d+ s after the deployment started/,
      },
    },
    {
      name: 'application exits',
      happens: 'the application logs an error and exits',
      rules: [crash],
      expect: {
        status: 'ROLLBACK_COMPLETE',
        first: 'diagnosis',
        cause: 'app-config-missing',
        verdict: [50, 80],
        because: /^2 failed tasks, and this does not heal by itself, \d+ s after the deployment started/,
        says: ['ORDERS_TABLE is not set'],
      },
    },
    {
      name: 'application exits without a log line',
      happens: 'the container exits with code 1 and logs nothing',
      rules: [silentCrash],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', verdict: [55, 95], because: /^2 of 2 allowed failures/ },
    },
    {
      name: 'out of memory',
      happens: 'the kernel kills the container for memory',
      rules: [outOfMemory],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'out-of-memory', verdict: [50, 90] },
    },
    {
      name: 'secret key missing',
      happens: 'the secret has no such JSON key, so no container starts',
      rules: [{
        init: {
          text: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: '
            + 'service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key PASSWORD',
          after: 12,
        },
      }],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'secret-key-missing', verdict: [35, 60], because: /does not heal by itself/ },
    },
    {
      name: 'crash that heals',
      happens: 'the first task exits, its replacement stays up',
      rules: [{ ...silentCrash, when: { failFirst: 1 } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'health check answers 404',
      happens: 'the load balancer gets 404 from every task',
      versions: [balanced],
      rules: [answers404],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'elb-health-check-status', verdict: [60, 180], says: ['404', '/health'] },
    },
    {
      name: 'health check times out',
      happens: 'the load balancer gets no answer from any task',
      versions: [balanced],
      rules: [timesOut],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'elb-health-check-timeout', verdict: [60, 180] },
    },
    {
      name: 'healthy behind a load balancer',
      happens: 'targets become healthy',
      versions: [balanced],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'container health check fails',
      happens: 'the health check command of the container never passes',
      versions: [checked],
      rules: [{ containerHealth: { container: 'api' } }],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'container-health-check', verdict: [60, 200] },
    },
    {
      name: 'slow to become healthy',
      happens: 'the health check of the container passes late, but within its retries',
      versions: [checked],
      rules: [{ containerHealth: { container: 'api', healthyAfter: 40 } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'sidecar exits',
      happens: 'an essential sidecar exits; the application is killed with it',
      versions: [withSidecar],
      rules: [{ containers: { proxy: { logs: [[0.4, 'error: no listener configured']], exit: { code: 2, after: 1 } } } }],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', says: ['"proxy"'], because: /^2 of 2 allowed failures/, verdict: [50, 100] },
    },
    {
      name: 'another resource fails first',
      happens: 'CloudFormation cancels the service and the diagnosis; the Delete has an id that the diagnosis never returned',
      versions: [withWorker],
      world: { services: { Worker: { rules: [imageGone] }, Api: { rules: [{ slow: { pending: 120 } }] } } },
      expect: {
        status: 'ROLLBACK_COMPLETE',
        first: /^Worker/,
        verdict: [40, 80],
        also: ({ lab }) => {
          const asked = lab.engine.all()[0].events.filter((e) => e.resourceType === 'Custom::EcsDeploymentDiagnosis');
          expect(asked.map((e) => e.status)).toEqual(['CREATE_IN_PROGRESS', 'CREATE_FAILED', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE']);
          expect(asked[2].physicalId).not.toBe(`${asked[2].logicalId}-diagnosis`);
        },
      },
    },
    {
      name: 'deleted by a person while it is created',
      happens: 'DeleteStack at 40 s, in the middle of the deployment',
      meanwhile: (lab) => lab.at(40, () => { void lab.engine.delete('Shop'); }),
      expect: { status: 'DELETE_COMPLETE', first: /^Api/, also: ({ lab }) => expect(lab.states.executions().every((e) => e.status !== 'RUNNING')).toBe(true) },
    },
    {
      name: 'stack deleted',
      happens: 'a healthy stack is deleted',
      last: (lab) => lab.destroy('Shop'),
      expect: { status: 'DELETE_COMPLETE' },
    },
  ],
};
