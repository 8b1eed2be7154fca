import { Shape } from './app';
import { Dice } from './dice';
import { TaskRule } from '../../src/lab/world';

/** What becomes of the tasks of the deployment under test. */
export interface Fate {
  readonly name: string;
  /** Absent: the deployment is healthy, in the end. */
  readonly broken?: Broken;
  /** Only where it makes sense: a health check of a load balancer fails only behind one. */
  readonly traffic?: readonly Shape['traffic'][];
  readonly weight: number;
  rules(dice: Dice, shape: Shape): readonly TaskRule[];
}

export interface Broken {
  /** Causes that tell the truth. */
  readonly causes: readonly string[];
  /** What is true, but less, when the log lines cannot be read. */
  readonly causesWithoutLogs?: readonly string[];
}

const REGISTRY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.42.0';
const INIT = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';

/** AWS's words, from public captures and the Amazon ECS Developer Guide (each has its source in test/corpus/texts.jsonl). */
const TEXT = {
  imageGone: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${REGISTRY}: ${REGISTRY}: not found`,
  pullDenied: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${REGISTRY}: unexpected status from HEAD request to `
    + 'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/shop/api/manifests/1.42.0: 403 Forbidden',
  pullTimeout: 'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get '
    + `${REGISTRY}: dial tcp 52.219.199.138:443: i/o timeout`,
  rateLimit: 'CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: unexpected status code '
    + 'https://registry-1.docker.io/v2/shop/api/manifests/1.42.0: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. '
    + 'You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
  noKey: `${INIT}unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key DB_PASSWORD`,
  noParameter: 'Fetching secret data from SSM Parameter Store in eu-west-1: invalid parameters: /shop/api/token',
  secretDenied: `${INIT}unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: `
    + 'arn:aws:sts::123456789012:assumed-role/ShopExecutionRole/17cbd22653424f62971b13fffcf6113e is not authorized to perform: ssm:GetParameters on resource: '
    + 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/api/token because no identity-based policy allows the ssm:GetParameters action',
  noEntrypoint: 'CannotStartContainerError: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start '
    + 'container process: exec: "/usr/local/env-execute": stat /usr/local/env-execute: no such file or directory: unknown',
  subnetFull: "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0a1b2c3d': InsufficientFreeAddressesInSubnet",
  roleGone: "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/ShopTaskRole' that was provided for this task. Please verify that the role being passed "
    + 'has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.',
  vcpu: 'You’ve reached the limit on the number of vCPUs you can run concurrently',
  capacity: 'Capacity is unavailable at this time. Please try again later or in a different availability zone.',
};

type Logs = readonly (readonly [number, string])[];
const exits = (code: number, after: number, logs: Logs = []): TaskRule => ({ containers: { api: { logs, exit: { code, after } } } });
const all = (...rules: TaskRule[]) => () => rules;
const BALANCED = ['alb', 'blue-green'] as const;

/** A task that lives long enough to pass a check is a healthy one, and ECS may complete the deployment with it. */
const beforeHealthy = (dice: Dice, { traffic }: Shape) => dice.between(1, traffic === 'none' ? 30 : 6);

const HEALTHY: readonly Fate[] = [
  { name: 'healthy', weight: 4, rules: all() },
  {
    name: 'slow',
    weight: 3,
    rules: (dice, { traffic }) => {
      // Within the grace or start period, where something checks.
      const healthy = traffic === 'none' ? dice.between(40, 200) : dice.between(1, 20);
      return [{ slow: { provisioning: dice.between(10, 200), pending: dice.between(10, 300), healthy } }];
    },
  },
  { name: 'one crash, then well', weight: 3, rules: (dice) => [{ ...exits(dice.pick([1, 2, 137]), dice.between(1, 20), [[0.5, 'Error: connect ECONNREFUSED 10.0.3.4:5432']]), when: { failFirst: 1 } }] },
  { name: 'one network failure, then well', weight: 2, rules: all({ pull: { text: TEXT.pullTimeout, after: 9, container: 'api' }, when: { failFirst: 1 } }) },
  { name: 'rate limited at first', weight: 2, rules: all({ pull: { text: TEXT.rateLimit, after: 4, container: 'api' }, when: { failFirst: 1 } }) },
  { name: 'no capacity at first', weight: 2, rules: all({ place: { text: TEXT.capacity }, when: { failFirst: 1 } }) },
  { name: 'spot takes tasks away', weight: 4, rules: (dice) => [{ spot: { after: dice.between(2, 90) }, when: { task: `1-${dice.between(1, 3)}` } }] },
  { name: 'an instance leaves', weight: 2, rules: (dice) => [{ infra: { after: dice.between(2, 60) }, when: { task: 1 } }] },
  { name: 'a person stops a task', weight: 2, rules: (dice) => [{ user: { after: dice.between(2, 60), text: 'looking into it' }, when: { task: `1-${dice.between(1, 3)}` } }] },
  {
    name: 'passes its check late',
    weight: 3,
    traffic: BALANCED,
    rules: (dice) => [{ elb: { reason: 'Target.FailedHealthChecks', description: 'Health checks failed', healthyAfter: dice.between(5, 40) } }],
  },
  { name: 'healthy late', weight: 2, traffic: ['checked'], rules: (dice) => [{ containerHealth: { container: 'api', healthyAfter: dice.between(5, 25) } }] },
];

const elb = (name: string, reason: string, description: string, ...causes: string[]): Fate => ({
  name, weight: 2, traffic: BALANCED, broken: { causes }, rules: all({ elb: { reason, description } }),
});

export const BROKEN: readonly Fate[] = [
  { name: 'image gone', weight: 3, broken: { causes: ['image-not-found'] }, rules: all({ pull: { text: TEXT.imageGone, after: 8, container: 'api' } }) },
  { name: 'pull denied', weight: 1, broken: { causes: ['image-pull-denied'] }, rules: all({ pull: { text: TEXT.pullDenied, after: 5, container: 'api' } }) },
  { name: 'no way to the registry', weight: 2, broken: { causes: ['image-pull-network'] }, rules: all({ pull: { text: TEXT.pullTimeout, after: 60, container: 'api' } }) },
  { name: 'secret lacks a key', weight: 2, broken: { causes: ['secret-key-missing'] }, rules: all({ init: { text: TEXT.noKey } }) },
  { name: 'no such parameter', weight: 1, broken: { causes: ['secret-not-found'] }, rules: all({ init: { text: TEXT.noParameter } }) },
  { name: 'secret denied', weight: 2, broken: { causes: ['secret-access-denied'] }, rules: all({ init: { text: TEXT.secretDenied } }) },
  { name: 'no entrypoint', weight: 2, broken: { causes: ['entrypoint-not-found'] }, rules: all({ pull: { text: TEXT.noEntrypoint, after: 12, container: 'api' } }) },
  { name: 'subnet full', weight: 1, broken: { causes: ['eni-or-subnet'] }, rules: all({ init: { text: TEXT.subnetFull, after: 6 } }) },
  {
    name: 'setting missing',
    weight: 3,
    broken: { causes: ['app-config-missing'], causesWithoutLogs: ['app-crashed'] },
    rules: (dice) => [exits(1, dice.between(1, 8), [[0.3, 'boot'], [0.8, 'Error: environment variable ORDERS_TABLE is not set']])],
  },
  { name: 'silent crash', weight: 2, broken: { causes: ['app-crashed'] }, rules: (dice, shape) => [exits(dice.pick([1, 2, 17]), beforeHealthy(dice, shape))] },
  { name: 'ends well and too early', weight: 2, broken: { causes: ['app-exited-zero'] }, rules: (dice, shape) => [exits(0, beforeHealthy(dice, shape), [[0.5, 'done']])] },
  { name: 'segfault', weight: 1, broken: { causes: ['app-segfault'] }, rules: all(exits(139, 3)) },
  { name: 'out of memory', weight: 2, broken: { causes: ['out-of-memory'] }, rules: (dice, shape) => [{ containers: { api: { oom: { after: beforeHealthy(dice, shape) } } } }] },
  { name: 'unhealthy container', weight: 3, traffic: ['checked'], broken: { causes: ['container-health-check'] }, rules: all({ containerHealth: { container: 'api' } }) },
  elb('404', 'Target.ResponseCodeMismatch', 'Health checks failed with these codes: [404]', 'elb-health-check-status'),
  elb('check times out', 'Target.Timeout', 'Request timed out', 'elb-health-check-timeout'),
  elb('nobody listens', 'Target.FailedHealthChecks', 'Health checks failed', 'elb-health-check-connection'),
  { name: 'role gone', weight: 2, broken: { causes: ['role-not-assumable'] }, rules: all({ role: { text: TEXT.roleGone } }) },
  { name: 'vCPU quota', weight: 2, broken: { causes: ['vcpu-quota'] }, rules: all({ quota: { text: TEXT.vcpu } }) },
  { name: 'stays pending', weight: 1, broken: { causes: ['deployment-stuck-pending'] }, rules: all({ hang: 'PENDING' }) },
];

export function chooseFate(dice: Dice, { traffic }: Shape): Fate {
  const kind = dice.chance(0.5) ? HEALTHY : BROKEN;
  return dice.weighted(kind.filter((fate) => !fate.traffic || fate.traffic.includes(traffic)));
}

export const FATES: readonly Fate[] = [...HEALTHY, ...BROKEN];
