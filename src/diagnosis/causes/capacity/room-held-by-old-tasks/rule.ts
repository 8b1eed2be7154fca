import { Rule } from '../../../model';
import { heldRoomFacts, instanceName, instanceOf, NO_TASK_FOR_MS, pendingTasks, waitsForRoom } from '../../../read';
import { count, duration, time } from '../../../text';
import { guide } from '../../kit';
import { moreInstances, withRoomBack } from '../providers';

/**
 * ECS places a new task as soon as it stops an old one, and the ECS agent starts it only when the old one has ended
 * (aws/amazon-ecs-agent#1667 and #2267). With a long stopTimeout, this takes hours, without an event.
 */
export const roomHeldByOldTasks: Rule = {
  id: 'room-held-by-old-tasks',
  family: 'capacity',
  title: 'New tasks wait until old ones have stopped',
  stage: 'placement',
  retry: 'maybe',
  waiting: true,
  foundBy: 'facts',
  docs: guide('task-lifecycle-explanation'),
  match(frame) {
    const now = time(frame.at);
    const since = (createdAt: string | undefined) => (now ?? 0) - (time(createdAt) ?? Infinity);
    const waiting = pendingTasks(frame).filter((task) => waitsForRoom(task, frame) && since(task.createdAt) > NO_TASK_FOR_MS);
    const [first] = waiting;
    const instance = first && instanceOf(first);
    if (!instance) return undefined;
    const [wait, age] = [waiting.length === 1 ? 'has waited' : 'have waited', duration(since(first.createdAt))];
    return {
      // the agent does not report what it waits for
      certainty: 'probable',
      tasks: waiting,
      headline: `${count(waiting.length, 'task')} ${wait} in PENDING for ${age}: old tasks hold ${instanceName(instance)}`,
      evidence: [],
      facts: [...heldRoomFacts(frame, instance), 'the ECS agent has not begun with it: it waits for CPU, memory and ports'],
      fix: withRoomBack(frame, instance, moreInstances(frame)),
    };
  },
};
