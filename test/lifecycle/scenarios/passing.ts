import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { TaskRule } from '../../../src/lab/world';
import { onInstances } from '../instances';
import { answers404, inOperation, silentCrash } from '../rules';
import { Family, Scenario } from '../scenario';
import { Version } from '../shop';

const NO_BREAKER = { circuitBreaker: undefined };
const twenty = (more: Version = {}): Version => ({ ...more, service: { desiredCount: 20, ...more.service } });
const inRoom = { minHealthyPercent: 50, maxHealthyPercent: 200 };
/** ECS tries again minutes after the first refusal, and then there is room. */
const refusedOnce = (of: string): TaskRule => ({
  when: { operation: 2, deployment: 'new', failFirst: 1 },
  place: { text: `was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef0123456789abcdef ${of}` },
});
const tight = (name: string, of: string, cause: string): Scenario => ({
  name,
  happens: `an update on instances that are full: ECS reports once that one ${cause}, and places the tasks at its next try`,
  versions: [onInstances(inRoom), onInstances(inRoom, false, '2')],
  rules: [refusedOnce(of)],
  expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
});

const role = 'arn:aws:sts::123456789012:assumed-role/Shop-ExecutionRole/0123456789abcdef is not authorized to perform:';
const SECRET_DENIED: TaskRule = {
  init: {
    text: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): '
      + 'failed to fetch secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf from secrets manager: AccessDeniedException: '
      + `User: ${role} secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf because no identity-based policy allows the action`,
  },
};
const ECR_DENIED: TaskRule = {
  init: {
    text: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): '
      + `AccessDeniedException: User: ${role} ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the action`,
  },
};
const PULL_TIMES_OUT: TaskRule = {
  pull: { text: 'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/1": dial tcp 52.218.0.1:443: i/o timeout', after: 8, container: 'api' },
};

/** What a deployment gets over by itself; and the same where it does not. */
export const passing: Family = {
  title: 'Causes that pass by themselves',
  scenarios: [
    tight('no room on the instances at first', 'has insufficient memory available', 'has too little memory'),
    tight('host port still taken at first', 'is already using a port required by your task', 'still uses the port'),
    tight('each instance still has its task at first', 'encountered error "distinctInstance placement constraint unsatisfied"', 'already has its task'),
    {
      name: 'vCPU quota used up at first',
      happens: 'ECS refuses the first try and accepts the next one, six minutes later',
      versions: [{ service: NO_BREAKER }],
      rules: [{ when: { failFirst: 1 }, quota: { text: 'You\'ve reached the limit on the number of vCPUs you can run concurrently' } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'role not assumable at first',
      happens: 'the same with a role that is not yet visible everywhere',
      versions: [{ service: NO_BREAKER }],
      rules: [{ when: { failFirst: 1 }, role: { text: 'ECS was unable to assume the role \'arn:aws:iam::123456789012:role/Shop-TaskRole\' that was provided for this task' } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'secret not permitted at first',
      happens: 'the role is as new as the service, and its permission to read the secret is not effective when the first task starts',
      rules: [{ ...SECRET_DENIED, when: { failFirst: 1 } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'registry not permitted at first',
      happens: 'the same with the token for Amazon ECR',
      rules: [{ ...ECR_DENIED, when: { failFirst: 1 } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'secret never permitted',
      happens: 'the secret is denied to both of the first tasks',
      rules: [SECRET_DENIED],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'secret-access-denied', verdict: [15, 45] },
    },
    {
      name: 'secret not permitted any more',
      happens: 'an update with unchanged roles: the first task is enough',
      versions: [{}, { imageTag: '1.42.0' }],
      rules: [inOperation(2, SECRET_DENIED)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'secret-access-denied', verdict: [15, 45] },
    },
    {
      name: 'secret permitted by the same update',
      happens: 'the role is unchanged, its policy is new, and the first task still gets the old one',
      versions: [{}, {
        imageTag: '1.42.0',
        more: (stack, api) => {
          api!.taskDefinition.addToExecutionRolePolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: ['*'] }));
          api!.node.addDependency(stack.node.findChild('TaskDef'));
        },
      }],
      rules: [{ ...SECRET_DENIED, when: { operation: 2, deployment: 'new', failFirst: 1 } }],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'application not permitted at first',
      happens: 'the application is denied its table, logs this and exits; when ECS starts it again, the permission of the new role is effective',
      versions: [{ service: { desiredCount: 1 } }],
      rules: [{
        when: { failFirst: 1 },
        containers: {
          api: {
            logs: [[0.5, 'boot'], [0.9, `AccessDeniedException: User: ${role} dynamodb:GetItem on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/orders`]], exit: { code: 1, after: 1 },
          },
        },
      }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'desired count 20, one segmentation fault',
      happens: 'one of twenty tasks ends with a fault that does not heal by itself; the others run',
      versions: [twenty()],
      rules: [{ when: { task: 1 }, containers: { api: { exit: { code: 139, after: 2 } } } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'desired count 20, one ends with exit code 0',
      happens: 'the same with a task that ends without an error',
      versions: [twenty()],
      rules: [{ when: { task: 1 }, containers: { api: { exit: { code: 0, after: 2 } } } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'desired count 20, two pulls time out',
      happens: 'when the first two fail, the others do not run yet; the watch waits for them',
      versions: [twenty()],
      rules: [{ ...PULL_TIMES_OUT, when: { task: '1-2' } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'desired count 20, all pulls time out',
      happens: 'the same for all of them',
      versions: [twenty()],
      rules: [PULL_TIMES_OUT],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-pull-network', verdict: [15, 60] },
    },
    {
      name: 'desired count 20 on Spot, ten interrupted',
      happens: 'their replacements run, and all of them pass their health check after fourteen minutes',
      versions: [twenty({
        container: { healthCheck: { command: ['CMD', 'true'], interval: Duration.seconds(60), retries: 10, startPeriod: Duration.seconds(300) } },
        service: { ...NO_BREAKER, capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] },
      })],
      rules: [{ when: { task: '1-10' }, spot: { after: 30 } }, { containerHealth: { container: 'api', healthyAfter: 840 } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/, seconds: [840, 1100] },
    },
    {
      name: 'two of ten fail their health check at first',
      happens: 'the load balancer has eight healthy targets when the two fail',
      versions: [{ loadBalanced: true, service: { desiredCount: 10 } }],
      rules: [{ ...answers404, when: { task: '1-2' } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'two crashes far apart',
      happens: 'task 1 of 4 exits, then its replacement exits; the next one keeps running',
      versions: [{ service: { desiredCount: 4 } }],
      rules: [{ ...silentCrash, when: { task: '1,5' } }],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
  ],
};
