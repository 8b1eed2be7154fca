import { Frame, Task } from '../../facts/model';
import { count, duration, shortId, taskDefinitionName, time } from '../text';
import { heldRoom, HeldRoom, instanceOf, leavingSince, stopTimeout } from './room';
import { taskId } from './tasks';

/** Tasks of the service that hold the room of new ones, with their instances. @param instance that of which AWS speaks */
export function heldRoomFacts(frame: Frame, instance?: string): readonly string[] {
  const held = roomNear(frame, instance);
  return held ? [leavingFact(frame, held.leaving), runningFact(held.running)].filter((fact) => fact !== undefined) : [];
}

/** `container instance 4cd26587` */
export function instanceName(instance: string): string {
  return `container instance ${shortId(instance)}`;
}

/** The instance that AWS names is only the closest one: if none of our tasks is there, those on the others count. */
export function roomNear(frame: Frame, instance: string | undefined): HeldRoom | undefined {
  return (instance && heldRoom(frame, instance)) || heldRoom(frame);
}

function leavingFact(frame: Frame, leaving: readonly Task[]): string | undefined {
  if (!leaving.length) return undefined;
  const [began, now, limit] = [leavingSince(leaving), time(frame.at), stopTimeout(frame)];
  const times = [
    began !== undefined && now !== undefined && now >= began && `for ${duration(now - began)}`,
    limit !== undefined && `stopTimeout is ${limit} s`,
  ].filter(Boolean).join('; ');
  const [are, hold] = leaving.length === 1 ? ['is', 'holds its'] : ['are', 'hold their'];
  const how = times && ` (${times})`;
  return `${named(leaving)} ${are} still stopping${how} and ${hold} room${places(leaving)}`;
}

function runningFact(running: readonly Task[]): string | undefined {
  if (!running.length) return undefined;
  const [run, hold] = running.length === 1 ? ['runs', 'holds its'] : ['run', 'hold their'];
  return `${named(running)} still ${run} and ${hold} room${places(running)}`;
}

/** `task 1a2b3c4d of web:6`, `3 tasks of web:6` */
function named(tasks: readonly Task[]): string {
  const definition = taskDefinitionName(tasks[0].taskDefinitionArn);
  const of = definition ? ` of ${definition}` : '';
  const [first, ...others] = tasks.map((task) => shortId(taskId(task)));
  return (others.length ? count(tasks.length, 'task') : `task ${first}`) + of;
}

const MOST_NAMED = 3;

/** ` on container instances 4cd26587, 74be327c`; empty on Fargate. */
export function places(tasks: readonly Task[]): string {
  const all = [...new Set(tasks.flatMap((task) => instanceOf(task) ?? []))].map(shortId);
  if (!all.length) return '';
  const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : '';
  return ` on container ${all.length === 1 ? 'instance' : 'instances'} ${all.slice(0, MOST_NAMED).join(', ')}${more}`;
}
