import { NestedStack, Stack } from 'aws-cdk-lib';
import { BAD, DIAGNOSIS, GOOD, service, STACK } from '../apps';
import { stackLook } from '../looks';
import { liveTest } from '../model';
import { Base } from '../network';
import { checked, firstOf, inRollback, rollbackOf, seconds, secondsBetween, settled } from '../questions';
import { Operation, SeenEvent } from '../recording';
import { eventsOf } from '../stacks';

interface Recording {
  /** Of the parent; its samples are of the nested stack. */
  readonly update: Operation;
  /** Of the nested stack that was complete when its sibling failed. */
  readonly nested: { readonly stackId: string; readonly events: readonly SeenEvent[] };
}

export const l7 = liveTest<Recording>({
  id: 'L7',
  title: 'Rollback of a nested stack that was complete',
  minutes: 12,
  dollars: 0.02,
  settles: 'status of a complete nested stack while its parent rolls back',
  run: async (kit) => {
    const version = (greeting: string, tag: string) => ({ name: 'l7', build: (stack: Stack, base: Base) => nestedStacks(stack, base, greeting, tag) });
    const created = await kit.deployed(version('one', GOOD));
    const stackId = String(created.events.find(({ type, logicalId, physicalId }) => (
      type === STACK && logicalId.startsWith('First') && physicalId
    ))?.physicalId);
    const known = (await eventsOf(kit.aws, stackId)).at(-1)?.eventId;
    const started = await kit.update(version('two', BAD));
    const update = await kit.follow(started, { every: 2, look: () => stackLook(kit.aws, stackId) });
    return { update, nested: { stackId, events: await eventsOf(kit.aws, stackId, known) } };
  },
  judge: ({ update, nested }) => {
    const begin = rollbackOf(update);
    const after = begin ? update.samples.filter((_, index) => (update.samples[index + 1]?.at ?? Infinity) > Date.parse(begin.at)) : [];
    const statuses = new Set(after.map(({ stackStatus }) => stackStatus));
    const rollback = inRollback({ ...update, ...nested });
    const [asked, answered] = [firstOf(rollback, DIAGNOSIS, /_IN_PROGRESS$/), firstOf(rollback, DIAGNOSIS, /_(COMPLETE|FAILED)$/)];
    const taken = asked && answered && secondsBetween(asked, answered);
    return [
      settled('Statuses of the nested stack while its parent rolls back', statuses.size ? [...statuses].join(', ') : undefined),
      checked('It is never UPDATE_IN_PROGRESS then', statuses.size ? !statuses.has('UPDATE_IN_PROGRESS') : undefined,
        rollback.events.length ? 'it has an UPDATE_ROLLBACK_IN_PROGRESS of its own' : 'no rollback in its events'),
      checked('Its diagnosis is answered within 3 s in the rollback', taken === undefined ? undefined : taken < 3,
        taken === undefined ? 'no Update of the diagnosis' : seconds(taken)),
    ];
  },
});

/** The first nested stack completes its update, then the second one fails. */
function nestedStacks(stack: Stack, base: Base, greeting: string, tag: string): void {
  const first = new NestedStack(stack, 'First');
  service(first, base, { id: 'L7', tag: GOOD, container: { environment: { GREETING: greeting } } });
  const second = new NestedStack(stack, 'Second');
  service(second, base, { id: 'L7Other', tag });
  second.addDependency(first);
}
