import { BAD, DIAGNOSIS, service, SERVICE } from '../apps';
import { Kit } from '../kit';
import { liveTest } from '../model';
import { cancelFinding, deniedFinding, diagnosisFirst, firstOf, seconds, secondsBetween, settled, watchedFinding } from '../questions';
import { Operation } from '../recording';

interface Recording {
  readonly creations: readonly Operation[];
  /** Log of the watcher of each. */
  readonly logs: readonly (readonly string[])[];
}

async function recordCreations(kit: Kit, id: string, names: readonly string[], express?: boolean): Promise<Recording> {
  const started = [];
  for (const name of names) {
    started.push(await kit.create({ name, express, build: (stack, base) => { service(stack, base, { id, tag: BAD }); } }));
  }
  const creations: Operation[] = [];
  // Their events have AWS's times: it does not matter that the later stacks are read later.
  for (const one of started) creations.push(await kit.follow(one));
  const logs = [];
  for (const { events } of creations) logs.push(await kit.watcherLog(events));
  return { creations, logs };
}

const started = (operation: Operation, type: string) => firstOf(operation, type, /_IN_PROGRESS$/);

export const l1 = liveTest<Recording>({
  id: 'L1',
  title: 'Create with a bad image tag, three stacks',
  minutes: 5,
  dollars: 0.03,
  settles: 'who fails first, how fast CloudFormation cancels the service, fresh policies, start of the first watch',
  run: (kit) => recordCreations(kit, 'L1', ['l1-a', 'l1-b', 'l1-c']),
  judge: ({ creations, logs }) => {
    const late = creations.flatMap((operation) => {
      const [service_, diagnosis] = [started(operation, SERVICE), started(operation, DIAGNOSIS)];
      return service_ && diagnosis ? [seconds(secondsBetween(service_, diagnosis))] : [];
    });
    return [
      diagnosisFirst(creations),
      cancelFinding(creations),
      watchedFinding(logs),
      deniedFinding(logs),
      settled('How much later than the service the diagnosis begins, in the first deployment', late.length ? late.join(', ') : undefined),
    ];
  },
});

/** An express deployment must not be held up: the time that docs/decisions/0004 allows. */
const MAX_EXPRESS_SECONDS = 40;

export const l10 = liveTest<Recording>({
  id: 'L10',
  title: 'Create with a bad image tag in express mode',
  minutes: 3,
  dollars: 0.01,
  settles: 'whether the diagnosis holds up an express deployment',
  run: (kit) => recordCreations(kit, 'L10', ['l10'], true),
  judge: ({ creations: [creation] }) => {
    const answered = [firstOf(creation, DIAGNOSIS, /_IN_PROGRESS$/), firstOf(creation, DIAGNOSIS, /_(COMPLETE|FAILED)$/)];
    const [begin, end] = answered;
    const taken = begin && end && secondsBetween(begin, end);
    const final = creation.events.at(-1)?.status;
    const after = taken === undefined ? '' : ` after ${seconds(taken)}`;
    return [{
      question: `The diagnosis answers SUCCESS within ${MAX_EXPRESS_SECONDS} s`,
      outcome: taken !== undefined && taken <= MAX_EXPRESS_SECONDS && end?.status === 'CREATE_COMPLETE' ? 'pass' : 'fail',
      answer: `${end?.status ?? 'no answer'}${after}; the stack is ${final}`,
    }];
  },
});
