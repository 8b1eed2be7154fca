import { Frame, Task } from '../../../facts/model';
import { heldRoom, HeldRoom, instanceOf, leavingSince, percentToStopOne, stopTimeout, taskId, waitsForRequests } from '../../read';
import { count, duration, shortId, taskDefinitionName, time } from '../../text';

/** Tasks of the service that hold the room of new ones, with their instances. @param instance that of which AWS speaks */
export function heldRoomFacts(frame: Frame, instance?: string): readonly string[] {
  const held = roomNear(frame, instance);
  return held ? [leavingFact(frame, held.leaving), runningFact(held.running)].filter((fact) => fact !== undefined) : [];
}

/** What gives the room back, most fitting first; empty: no task of the service is known to hold it. */
export function roomBack(frame: Frame, instance?: string): readonly string[] {
  const leaving = roomNear(frame, instance)?.leaving ?? [];
  const percent = percentToStopOne(frame);
  return [
    ...(leaving.length ? [shorterStop(frame, leaving)] : []),
    ...(percent === undefined ? [] : [`set minHealthyPercent: ${percent}, so that an old task stops first`]),
  ];
}

/** `container instance 4cd26587` */
export function instanceName(instance: string): string {
  return `container instance ${shortId(instance)}`;
}

/** The instance that AWS names is only the closest one: if none of our tasks is there, those on the others count. */
function roomNear(frame: Frame, instance: string | undefined): HeldRoom | undefined {
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
  return `${named(leaving)} ${are} still stopping${times && ` (${times})`} and ${hold} room${places(leaving)}`;
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
  return `${tasks.length === 1 ? `task ${shortId(taskId(tasks[0]))}` : count(tasks.length, 'task')}${of}`;
}

const MOST_NAMED = 3;

function places(tasks: readonly Task[]): string {
  const all = [...new Set(tasks.flatMap((task) => instanceOf(task) ?? []))].map(shortId);
  const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : '';
  return all.length ? ` on container ${all.length === 1 ? 'instance' : 'instances'} ${all.slice(0, MOST_NAMED).join(', ')}${more}` : '';
}

function shorterStop(frame: Frame, leaving: readonly Task[]): string {
  const setting = waitsForRequests(frame, leaving)
    ? 'deregistrationDelay of the target group'
    : 'stopTimeout in addContainer(), so that ECS ends them sooner after SIGTERM';
  return `wait until they have ended, or shorten ${setting}`;
}
