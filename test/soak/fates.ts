import { Shape } from './app';
import { Dice } from './dice';
import { Settings } from './settings';
import { TEXT } from './texts';
import { DeploymentRule, TaskRule } from '../../src/lab/world';

/** What the stack operation under test changes. All but the first four start no deployment. */
export type Change = 'create' | 'update' | 'forced' | 'replacement' | 'count' | 'tags' | 'config' | 'options';
export const DEPLOYING: readonly Change[] = ['create', 'update', 'forced', 'replacement'];

/** What becomes of the tasks of the deployment under test. */
export interface Fate {
  readonly name: string;
  /** Absent: the deployment is healthy, in the end. */
  readonly broken?: Broken;
  readonly weight: number;
  /** Only where it makes sense: a health check of a load balancer fails only behind one. Absent: everywhere. */
  readonly traffic?: readonly Shape['traffic'][];
  readonly platform?: readonly Shape['platform'][];
  /** Absent: create and update. */
  readonly changes?: readonly Change[];
  readonly tasks?: readonly number[];
  course(dice: Dice, shape: Pick<Shape, 'traffic'>): Course;
}

export interface Course {
  readonly rules: readonly TaskRule[];
  /** Tasks of the deployment before, which a partial update may start and stop. */
  readonly before?: readonly TaskRule[];
  readonly deployment?: DeploymentRule;
  readonly settings?: Partial<Settings>;
  /** What a person does meanwhile. */
  readonly person?: { readonly seconds: number; readonly does: 'stops tasks' | 'forces a deployment' };
}

export interface Broken {
  /** Ids of the true causes. */
  readonly causes: readonly string[];
  /** Ids that are true but less exact, if the log lines cannot be read. */
  readonly causesWithoutLogs?: readonly string[];
  /** Events of the service or its counts show it, without any task. */
  readonly shownWithoutTasks?: true;
}

type Logs = readonly (readonly [number, string])[];
export const exits = (code: number, after: number, logs: Logs = []): TaskRule => ({ containers: { api: { logs, exit: { code, after } } } });
export const all = (...rules: TaskRule[]) => () => ({ rules });
export const BALANCED = ['alb', 'blue-green'] as const;
export const FARGATE = ['FARGATE', 'FARGATE_SPOT'] as const;

/** A task that lives long enough to pass a check is a healthy one, and ECS may complete the deployment with it. */
const beforeHealthy = (dice: Dice, { traffic }: Pick<Shape, 'traffic'>) => dice.between(1, traffic === 'none' ? 30 : 6);

const elb = (name: string, reason: string, description: string, ...causes: string[]): Fate => ({
  name, weight: 2, traffic: BALANCED, platform: FARGATE, broken: { causes }, course: all({ elb: { reason, description } }),
});

export const BROKEN: readonly Fate[] = [
  { name: 'image gone', weight: 3, broken: { causes: ['image-not-found'] }, course: all({ pull: { text: TEXT.imageGone, after: 8, container: 'api' } }) },
  { name: 'pull denied', weight: 1, broken: { causes: ['image-pull-denied'] }, course: all({ pull: { text: TEXT.pullDenied, after: 5, container: 'api' } }) },
  { name: 'no way to the registry', weight: 2, broken: { causes: ['image-pull-network'] }, course: all({ pull: { text: TEXT.pullTimeout, after: 60, container: 'api' } }) },
  { name: 'secret lacks a key', weight: 2, platform: FARGATE, broken: { causes: ['secret-key-missing'] }, course: all({ init: { text: TEXT.noKey } }) },
  { name: 'no such parameter', weight: 1, platform: FARGATE, broken: { causes: ['secret-not-found'] }, course: all({ init: { text: TEXT.noParameter } }) },
  { name: 'secret denied', weight: 2, platform: FARGATE, broken: { causes: ['secret-access-denied'] }, course: all({ init: { text: TEXT.secretDenied } }) },
  { name: 'no entrypoint', weight: 2, broken: { causes: ['entrypoint-not-found'] }, course: all({ pull: { text: TEXT.noEntrypoint, after: 12, container: 'api' } }) },
  { name: 'subnet full', weight: 1, platform: FARGATE, broken: { causes: ['eni-or-subnet'] }, course: all({ init: { text: TEXT.subnetFull, after: 6 } }) },
  {
    name: 'setting missing',
    weight: 3,
    broken: { causes: ['app-config-missing'], causesWithoutLogs: ['app-crashed'] },
    course: (dice) => ({ rules: [exits(1, dice.between(1, 8), [[0.3, 'boot'], [0.8, 'Error: environment variable ORDERS_TABLE is not set']])] }),
  },
  { name: 'silent crash', weight: 2, broken: { causes: ['app-crashed'] }, course: (dice, shape) => ({ rules: [exits(dice.pick([1, 2, 17]), beforeHealthy(dice, shape))] }) },
  { name: 'ends well and too early', weight: 2, broken: { causes: ['app-exited-zero'] }, course: (dice, shape) => ({ rules: [exits(0, beforeHealthy(dice, shape), [[0.5, 'done']])] }) },
  { name: 'segfault', weight: 1, broken: { causes: ['app-segfault'] }, course: all(exits(139, 3)) },
  { name: 'out of memory', weight: 2, broken: { causes: ['out-of-memory'] }, course: (dice, shape) => ({ rules: [{ containers: { api: { oom: { after: beforeHealthy(dice, shape) } } } }] }) },
  { name: 'unhealthy container', weight: 3, traffic: ['checked'], broken: { causes: ['container-health-check'] }, course: all({ containerHealth: { container: 'api' } }) },
  elb('404', 'Target.ResponseCodeMismatch', 'Health checks failed with these codes: [404]', 'elb-health-check-status'),
  elb('check times out', 'Target.Timeout', 'Request timed out', 'elb-health-check-timeout'),
  elb('nobody listens', 'Target.FailedHealthChecks', 'Health checks failed', 'elb-health-check-connection'),
  { name: 'role gone', weight: 2, broken: { causes: ['role-not-assumable'], shownWithoutTasks: true }, course: all({ role: { text: TEXT.roleGone } }) },
  { name: 'vCPU quota', weight: 2, platform: FARGATE, broken: { causes: ['vcpu-quota'], shownWithoutTasks: true }, course: all({ quota: { text: TEXT.vcpu } }) },
  { name: 'stays pending', weight: 1, broken: { causes: ['deployment-stuck-pending'] }, course: all({ hang: 'PENDING' }) },
];
