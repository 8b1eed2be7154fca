/** Durations of the task states, milliseconds [model]: their order and scale are AWS's, the numbers are ours. */
export const PROVISIONING_MS = 12_000;
export const PENDING_MS = 15_000;
export const ACTIVATING_MS = 1_000;
export const DEPROVISIONING_MS = 5_000;

/** A container that obeys SIGTERM ends within this time [model]. */
export const OBEYS_SIGTERM_MS = 2_000;

/** Container definitions without `stopTimeout` get 30 s before SIGKILL (Amazon ECS API Reference, ContainerDefinition). */
export const STOP_TIMEOUT_S = 30;

/**
 * "When a service has no health checks, a task counts as healthy 40 seconds after RUNNING" (Amazon ECS Developer Guide, rolling updates).
 */
export const HEALTHY_WITHOUT_CHECKS_MS = 40_000;

/** An init container that the scenario does not mention ends with success after this time [model]. */
export const INIT_CONTAINER_MS = 2_000;

/** How soon the scheduler reacts to a change [model]. */
export const SCHEDULER_TICK_MS = 1_000;

/** ECS polls the health of the targets, so it reacts a few seconds after they become unhealthy [model]. */
export const TARGET_HEALTH_POLL_MS = 5_000;

/** "Stopped tasks currently appear in the returned results for at least one hour" (ListTasks). */
export const STOPPED_TASK_KEPT_MS = 3_600_000;

/**
 * Start throttling: the delay before the next try doubles up to 15 min ("Amazon ECS service throttle logic"). The steps are not
 * published; 6 minutes make a circuit breaker with desired count 1 trip after about 20 min, as people report.
 */
export const START_DELAY_MS = 360_000;
export const MAX_START_DELAY_MS = 900_000;

export const seconds = (value: number): number => Math.round(value * 1000);
export const minutes = (value: number): number => Math.round(value * 60_000);
