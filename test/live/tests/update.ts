import { Stack } from 'aws-cdk-lib';
import { BAD, DIAGNOSIS, GOOD, Part, service, SERVICE, STACK } from '../apps';
import { Kit } from '../kit';
import { stackLook } from '../looks';
import { liveTest } from '../model';
import { Base } from '../network';
import {
  cancelFinding, checked, diagnosisFirst, firstFailure, firstOf, inRollback, ms, rollbackOf, seconds, secondsBetween, settled,
} from '../questions';
import { Operation, Sample } from '../recording';

interface Recording {
  readonly update: Operation;
  /** Log of the watcher. */
  readonly log: readonly string[];
}

async function recordUpdate(kit: Kit, name: string, part: Pick<Part, 'id' | 'overrides'>): Promise<Recording> {
  const build = (tag: string) => ({ name, build: (stack: Stack, base: Base) => {
    service(stack, base, { ...part, tag });
  } });
  const created = await kit.deployed(build(GOOD));
  const started = await kit.update(build(BAD));
  const update = await kit.follow(started, { every: 1, look: () => stackLook(kit.aws, started.stackId) });
  return { update, log: await kit.watcherLog(created.events) };
}

export const l2 = liveTest<Recording>({
  id: 'L2',
  title: 'Update to a bad image tag',
  minutes: 8,
  dollars: 0.02,
  settles: 'LastUpdatedTime, lag of DescribeStacks, time until the service is cancelled, order and duration of the rollback',
  run: (kit) => recordUpdate(kit, 'l2', { id: 'L2' }),
  judge: ({ update }) => {
    const rollback = inRollback(update);
    const [begin, end] = [rollbackOf(update), update.events.at(-1)];
    const ours = [firstOf(rollback, DIAGNOSIS, /_IN_PROGRESS$/), firstOf(rollback, DIAGNOSIS, /_(COMPLETE|FAILED)$/)];
    const taken = ours[0] && ours[1] && secondsBetween(ours[0], ours[1]);
    return [
      diagnosisFirst([update]),
      cancelFinding([update]),
      settled('What LastUpdatedTime of the stack is in an update', lastUpdated(update)),
      settled('For how long after the request DescribeStacks shows the status before', oldStatus(update)),
      settled('Which begins first in the rollback', orderIn(rollback)),
      checked('In the rollback the diagnosis is answered within 3 s', taken === undefined ? undefined : taken < 3,
        taken === undefined ? 'no Update of the diagnosis in the rollback' : seconds(taken)),
      settled('Duration of the rollback', begin && end && seconds(secondsBetween(begin, end))),
    ];
  },
});

/** AWS's times only, so a wrong clock of this machine does no harm. Each sample counts: the time can change while the update runs. */
function lastUpdated({ events, samples, stackId }: Operation): string | undefined {
  const begin = events.find(({ type, physicalId, status }) => type === STACK && physicalId === stackId && status === 'UPDATE_IN_PROGRESS');
  const first = samples.findIndex(({ stackStatus }) => stackStatus === 'UPDATE_IN_PROGRESS');
  if (!begin || first < 0) return undefined;
  const later = samples.slice(first);
  const during = later.filter(({ stackStatus }) => stackStatus === 'UPDATE_IN_PROGRESS');
  const after = later.filter((sample) => !during.includes(sample));
  const offset = ({ lastUpdated: time }: Sample) => (time ? (Date.parse(time) - ms(begin)) / 1000 : undefined);
  const isStart = (sample: Sample) => Math.abs(offset(sample) ?? Infinity) <= 5;
  const shown = (some: readonly Sample[]) => {
    const texts = some.map(offset).map((value) => (value === undefined ? 'none' : `${seconds(value)} from the first event`));
    return [...new Set(texts)].join(', then ') || 'not seen';
  };
  if (!during.every(isStart)) return `not its start: while it runs, ${shown(during)}; after it, ${shown(after)}`;
  return after.every(isStart) ? `its start, and stays (${shown(during)})` : `its start while it runs (${shown(during)}); after it, ${shown(after)}`;
}

function oldStatus({ samples, requestedAt }: Operation): string | undefined {
  const fresh = samples.find(({ stackStatus = '' }) => stackStatus.startsWith('UPDATE_'));
  if (!fresh) return undefined;
  return samples[0] === fresh ? '0 s' : `at most ${seconds((fresh.at - requestedAt) / 1000)}`;
}

function orderIn(rollback: Operation): string | undefined {
  const [service_, diagnosis] = [SERVICE, DIAGNOSIS].map((type) => firstOf(rollback, type, /^UPDATE_IN_PROGRESS$/));
  if (!service_ || !diagnosis) return undefined;
  const difference = secondsBetween(service_, diagnosis);
  if (Math.abs(difference) < 0.1) return 'both within 0.1 s';
  return difference > 0 ? `the service, by ${seconds(difference)}` : `the diagnosis, by ${seconds(-difference)}`;
}

/** `ThresholdConfiguration` is newer than the oldest aws-cdk-lib that the library supports. */
const FIRST_TASK = { 'DeploymentConfiguration.DeploymentCircuitBreaker.ThresholdConfiguration': { Type: 'COUNT', Value: 1 } };

export const l3 = liveTest<Recording>({
  id: 'L3',
  title: 'Race against a circuit breaker of COUNT 1',
  minutes: 6,
  dollars: 0.02,
  settles: 'who fails first when ECS gives up at the first failed task',
  run: (kit) => recordUpdate(kit, 'l3', { id: 'L3', overrides: FIRST_TASK }),
  judge: ({ update, log }) => {
    const first = firstFailure(update);
    const other = first && update.events.find(({ type, status }) => (
      [SERVICE, DIAGNOSIS].includes(type) && type !== first.type && status.endsWith('_FAILED')
    ));
    const lead = first && other ? `, ${seconds(secondsBetween(first, other))} before the other` : '';
    const who = first && `${first.type === SERVICE ? 'the service' : first.logicalId}${lead}`;
    const isNamed = log.some((line) => line.includes('[image-not-found]'));
    return [
      settled('Who fails first', who),
      checked('The cause is in the log of the watcher, if the diagnosis or the service fails first', log.length ? isNamed : undefined,
        isNamed ? 'image-not-found' : 'no cause in the log'),
    ];
  },
});

interface Replaced {
  readonly update: Operation;
  readonly before: string;
}

export const l11 = liveTest<Replaced>({
  id: 'L11',
  title: 'Replacement of a service',
  minutes: 5,
  dollars: 0.02,
  settles: 'which id DescribeStackResource shows while a service is being replaced',
  run: async (kit) => {
    const version = (word: string) => ({ name: 'l11', build: (stack: Stack, base: Base) => {
      service(stack, base, { id: 'L11', tag: GOOD, service: { serviceName: kit.stackName(word) } });
    } });
    const created = await kit.deployed(version('one'));
    const [known] = created.events.filter(({ type, physicalId }) => type === SERVICE && physicalId);
    const started = await kit.update(version('two'));
    const update = await kit.follow(started, { every: 1, look: () => stackLook(kit.aws, started.stackId, known.logicalId) });
    return { update, before: created.events.find(({ type, status }) => type === SERVICE && status === 'CREATE_COMPLETE')?.physicalId ?? '' };
  },
  judge: ({ update, before }) => {
    const begin = firstOf(update, SERVICE, /_IN_PROGRESS$/);
    const complete = firstOf(update, SERVICE, /^UPDATE_COMPLETE$/);
    const fresh = update.samples.find(({ resource }) => resource && resource.physicalId !== before);
    const isEarly = fresh?.resource?.status === 'UPDATE_IN_PROGRESS';
    const when = isEarly ? 'the new one, before it is complete' : 'the old one, until the new one is complete';
    const after = fresh && seconds((fresh.at - update.requestedAt) / 1000);
    return [settled('Which id DescribeStackResource shows during the replacement',
      begin && complete && fresh ? `${when} (new id after ${after}, complete after ${seconds(secondsBetween(begin, complete))})` : undefined)];
  },
});
