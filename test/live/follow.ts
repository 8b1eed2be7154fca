import { Aws } from './aws';
import { Operation, Sample, SeenEvent } from './recording';
import { eventsOf } from './stacks';
import { Time } from './time';

/** A stack operation that has been requested. */
export interface Started {
  readonly kind: Operation['kind'];
  readonly stackName: string;
  readonly stackId: string;
  readonly requestedAt: number;
  /** The newest event before the request. */
  readonly lastEvent?: string;
}

export interface Following {
  /** Seconds between two looks. Default: 5. The events have AWS's times: they are read every 5 s at most. */
  readonly every?: number;
  /** Default: 45. */
  readonly maxMinutes?: number;
  /** What else to record at each read, until the operation has ended. */
  readonly look?: (events: readonly SeenEvent[]) => Promise<Omit<Sample, 'at'>>;
  /** Called at each read; `true` ends the recording before the operation has ended. */
  readonly done?: (events: readonly SeenEvent[]) => boolean | Promise<boolean>;
}

/** The operation is not over in time, or cannot be read. */
export class NotFollowed extends Error {}

const FINAL = /^(CREATE|UPDATE|DELETE|ROLLBACK|UPDATE_ROLLBACK)_(COMPLETE|FAILED)$/;
const EVENTS_MS = 5000;
/** Reads in a row that may fail: more is no hole in a recording but the end of it. */
const MAX_FAILURES = 10;

/** Records an operation until its end. */
export async function follow(aws: Aws, time: Time, started: Started, following: Following = {}): Promise<Operation> {
  const { every = 5, maxMinutes = 45, look, done } = following;
  const { kind, stackName, stackId, requestedAt } = started;
  const events: SeenEvent[] = [];
  const samples: Sample[] = [];
  let gaps = 0;
  let nextRead = 0;
  let failures = 0;
  for (;;) {
    try {
      if (time.now() >= nextRead) {
        events.push(...await eventsOf(aws, stackId, events.at(-1)?.eventId ?? started.lastEvent));
        nextRead = time.now() + EVENTS_MS;
      }
      if (look) keep(samples, { at: time.now(), ...await look(events) });
      failures = 0;
    } catch (error) {
      gaps++;
      if (++failures > MAX_FAILURES) throw error;
    }
    if (kind !== 'delete' && events.some((event) => isOfStack(event, stackId) && event.status.startsWith('DELETE_'))) {
      throw new NotFollowed(`somebody else has deleted ${stackName}`);
    }
    const isOver = endOf(events, stackId) !== undefined || await done?.(events);
    if (isOver) return { kind, stackName, stackId, requestedAt, endedAt: time.now(), events, samples, gaps };
    if (time.now() > requestedAt + maxMinutes * 60_000) {
      throw new NotFollowed(`the ${kind} of ${stackName} has not ended within ${maxMinutes} minutes: ${events.at(-1)?.status}`);
    }
    await time.sleep(every * 1000);
  }
}

/** The event of the stack itself with which its operation has ended. */
export function endOf(events: readonly SeenEvent[], stackId: string): SeenEvent | undefined {
  return events.find((event) => isOfStack(event, stackId) && FINAL.test(event.status));
}

function isOfStack({ physicalId, type }: SeenEvent, stackId: string): boolean {
  return physicalId === stackId && type === 'AWS::CloudFormation::Stack';
}

function keep(samples: Sample[], sample: Sample): void {
  const text = ({ at: _, ...rest }: Sample) => JSON.stringify(rest);
  const last = samples.at(-1);
  if (!last || text(last) !== text(sample)) samples.push(sample);
}
