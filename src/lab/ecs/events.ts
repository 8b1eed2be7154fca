import { EcsLab, nowOf, ServiceState, TaskState } from './model';

/** DescribeServices returns the newest 100 (Amazon ECS API Reference, Service). */
const MAX_EVENTS = 100;

/** ECS leaves out a repeated message until its cause is resolved or six hours have passed ("Service event messages"). */
const SUPPRESSION_MS = 6 * 3600 * 1000;

export function emit(lab: EcsLab, service: ServiceState, text: string): void {
  service.events.unshift({ id: lab.world.random.uuid(), createdAt: nowOf(lab), message: `(service ${service.name}) ${text}` });
  service.events.length = Math.min(service.events.length, MAX_EVENTS);
}

/** For messages of trouble, which ECS does not repeat while the trouble lasts. */
export function emitTrouble(lab: EcsLab, service: ServiceState, text: string): void {
  const now = lab.world.clock.now();
  const last = service.suppressed.get(text);
  if (last !== undefined && now - last < SUPPRESSION_MS) return;
  service.suppressed.set(text, now);
  emit(lab, service, text);
}

/** The trouble is over: ECS writes a message about the next trouble again. */
export function resolveTrouble(service: ServiceState): void {
  service.suppressed.clear();
}

/** `(task a) (task b)` */
export const taskList = (tasks: readonly TaskState[]): string => tasks.map((task) => `(task ${task.id})`).join(' ');

/** Ends with exactly one full stop, whether or not the scenario's text has one. */
export const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
