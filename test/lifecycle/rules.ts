import { IMAGE_GONE } from './shop';
import { TaskRule } from '../../src/lab/world';

/** How tasks fare, in AWS's words; each for every task, or for the deployment of one stack operation. */
export const imageGone: TaskRule = { pull: { text: IMAGE_GONE, after: 8, container: 'api' } };
export const crash: TaskRule = { containers: { api: { logs: [[0.5, 'boot'], [0.9, 'Error: ORDERS_TABLE is not set']], exit: { code: 1, after: 1 } } } };
export const silentCrash: TaskRule = { containers: { api: { exit: { code: 1, after: 1 } } } };
export const outOfMemory: TaskRule = { containers: { api: { oom: { after: 4 } } } };
export const answers404: TaskRule = { elb: { reason: 'Target.ResponseCodeMismatch', description: 'Health checks failed with these codes: [404]' } };
export const timesOut: TaskRule = { elb: { reason: 'Target.Timeout', description: 'Request timed out' } };

/** Only the new deployment of that stack operation. */
export const inOperation = (operation: number, rule: TaskRule): TaskRule => ({ ...rule, when: { ...rule.when, operation, deployment: 'new' } });
