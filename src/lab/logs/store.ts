import { AwsError, World } from '../world';
import { LogGroupState, LogsSwitches, LogStreamState, StoredEvent } from './model';

/** Log groups of the one region, and how lines get into them. */
export class LogStore {
  readonly groups = new Map<string, LogGroupState>();

  constructor(private readonly world: World, readonly switches: LogsSwitches) {}

  now(): number {
    return this.world.clock.now();
  }

  createGroup(name: string, tags: LogGroupState['tags'] = {}): LogGroupState {
    if (this.groups.has(name)) throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    const { partition, region, accountId } = this.world.place;
    const arn = `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`;
    const group: LogGroupState = { name, arn, creationTime: this.now(), tags, streams: new Map() };
    this.groups.set(name, group);
    return group;
  }

  createStream(group: LogGroupState, name: string): LogStreamState {
    if (group.streams.has(name)) throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    const stream: LogStreamState = { name, arn: `${group.arn}:log-stream:${name}`, creationTime: this.now(), events: [] };
    group.streams.set(name, stream);
    return stream;
  }

  /** By name or by `logGroupIdentifier`, which may be an ARN. */
  group(nameOrArn: string | undefined): LogGroupState {
    const name = nameOrArn?.startsWith('arn:') ? nameOrArn.split(':log-group:')[1]?.replace(/:\*$/, '') : nameOrArn;
    const group = this.groups.get(name ?? '');
    if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return group;
  }

  stream(group: LogGroupState, name: string | undefined): LogStreamState {
    const stream = group.streams.get(name ?? '');
    if (!stream) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    return stream;
  }

  /** The lines of one call arrive together and become readable together, never before lines sent earlier to the same stream. */
  append(stream: LogStreamState, lines: readonly { readonly timestamp: number; readonly message: string }[]): void {
    const [min, max] = this.switches.lateness;
    const late = this.now() + Math.round(1000 * (min + (max - min) * this.world.random.next()));
    const readableAt = Math.max(late, stream.events.at(-1)?.readableAt ?? 0);
    for (const { timestamp, message } of lines) {
      stream.events.push({ id: this.world.random.digits(56), timestamp, message, ingestionTime: this.now(), readableAt });
    }
  }

  /** The lines that a read returns now, oldest first. */
  readable(stream: LogStreamState): StoredEvent[] {
    return stream.events
      .filter((event) => event.readableAt <= this.now())
      .sort((a, b) => a.timestamp - b.timestamp);
  }
}
