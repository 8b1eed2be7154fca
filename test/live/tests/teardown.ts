import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { Duration } from 'aws-cdk-lib';
import { DIAGNOSIS, GOOD, service } from '../apps';
import { isNamed } from '../aws';
import { Kit } from '../kit';
import { liveTest } from '../model';
import { checked, secondsBetween, seconds } from '../questions';
import { Operation } from '../recording';

interface Recording {
  readonly deletion: Operation;
  /** Seconds from the beginning of its deletion until the state machine is gone; absent: it was still there at the end. */
  readonly machineGoneAfter?: number;
}

const MACHINE = 'AWS::StepFunctions::StateMachine';
/** The watch has made some looks by then. */
const WATCH_MS = 30_000;
const MAX_MACHINE_SECONDS = 60;

export const l14 = liveTest<Recording>({
  id: 'L14',
  title: 'Delete a stack while a watch runs',
  minutes: 4,
  dollars: 0.01,
  settles: 'whether a running execution delays the deletion',
  run: async (kit) => {
    // A check that never passes, and does not count for five minutes: the deployment neither ends nor fails.
    const healthCheck = {
      command: ['CMD-SHELL', 'exit 1'], startPeriod: Duration.minutes(5), interval: Duration.seconds(60), timeout: Duration.seconds(5), retries: 10,
    };
    const started = await kit.create({ name: 'l14', build: (stack, base) => {
      service(stack, base, { id: 'L14', tag: GOOD, container: { healthCheck }, service: { diagnosis: { stuckAfter: Duration.minutes(20) } } });
    } });
    const { events } = await kit.follow(started, { done: (seen) => seen.some(({ type }) => type === DIAGNOSIS) });
    await kit.time.sleep(WATCH_MS);
    const machine = String(events.find(({ type, physicalId }) => type === MACHINE && physicalId)?.physicalId);
    let goneAt: number | undefined;
    const deletion = await kit.follow(await kit.delete(started.stackName), { every: 1, done: async () => {
      if (goneAt === undefined && await isGone(kit, machine)) goneAt = kit.time.now();
      return false;
    } });
    const begin = deletion.events.find(({ type, status }) => type === MACHINE && status === 'DELETE_IN_PROGRESS');
    return { deletion, ...begin && goneAt !== undefined && { machineGoneAfter: (goneAt - Date.parse(begin.at)) / 1000 } };
  },
  judge: ({ deletion, machineGoneAfter }) => {
    const { events } = deletion;
    const failed = events.filter(({ status }) => status === 'DELETE_FAILED');
    const [begin, end] = [events[0], events.at(-1)];
    return [
      checked(`The state machine is gone ${MAX_MACHINE_SECONDS} s after its deletion has begun`,
        machineGoneAfter !== undefined && machineGoneAfter <= MAX_MACHINE_SECONDS,
        machineGoneAfter === undefined ? 'it was still there' : seconds(machineGoneAfter)),
      checked('Nothing is DELETE_FAILED', !failed.length,
        failed.map(({ logicalId }) => logicalId).join(', ') || `deleted after ${begin && end ? seconds(secondsBetween(begin, end)) : '?'}`),
    ];
  },
});

async function isGone({ aws: { states } }: Kit, stateMachineArn: string): Promise<boolean> {
  try {
    await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return false;
  } catch (error) {
    if (isNamed(error, 'StateMachineDoesNotExist')) return true;
    throw error;
  }
}
