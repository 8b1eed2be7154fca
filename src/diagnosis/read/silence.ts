/**
 * How long a deployment may stay silent before the silence shows something, in milliseconds. One home for these times: rules ask for them,
 * and no rule may import the decision, whose own numbers are in decision/policy.ts.
 */
const MINUTE_MS = 60_000;

/** Fargate starts a task in a minute or two, with a large image in several. A task that takes far longer waits for something missing. */
export const LONG_PENDING_MS = 8 * MINUTE_MS;

/** Longer than ELB's default (30 s x 5 passes) and the usual grace periods together; a grace period of the service comes on top. */
export const LONG_UNHEALTHY_MS = 10 * MINUTE_MS;

/** ECS starts the first task within seconds. Without a task for longer, settings that keep it from starting one are the likely reason. */
export const NO_TASK_FOR_MS = 2 * MINUTE_MS;

/** If ECS cannot start a task, it mostly writes an event within a minute or two. After this time no event will come. */
export const NO_EVENT_FOR_MS = 5 * MINUTE_MS;
