import { join } from 'path';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { Stack, Tags } from 'aws-cdk-lib';
import { synthesize, templateIn, upload } from './assets';
import { Aws, isNamed } from './aws';
import { follow, Following, Started } from './follow';
import { Base } from './network';
import { Operation, SeenEvent } from './recording';
import { createStack, deleteStack, describeStack, eventsOf, stackNameOf, TAG, updateStack } from './stacks';
import { Time } from './time';

export interface Surroundings {
  readonly aws: Aws;
  /** Ends at Ctrl-C. */
  readonly time: Time;
  /** For clean-ups, which go on after Ctrl-C. */
  readonly cleanUpTime: Time;
  readonly region: string;
  /** Id of the run: part of each name. */
  readonly run: string;
  /** For cloud assemblies. */
  readonly folder: string;
  /** One line about the progress. */
  readonly say: (line: string) => void;
  /** Takes one line for a thing in another Region that could not be removed. */
  readonly leave: (line: string) => void;
  /** For L9. Default: all of the partition. */
  readonly regions?: readonly string[];
}

export interface Change {
  /** Part of the name of the stack, after the id of the run: `l1-a`. */
  readonly name: string;
  readonly build: (stack: Stack, base: Base) => void;
  readonly rollback?: boolean;
  readonly express?: boolean;
  /** Of the stack, besides that of the run. */
  readonly tags?: { readonly [key: string]: string };
}

/** What a test works with. */
export class Kit {
  private readonly uploaded = new Set<string>();
  private synthesized = 0;
  private readonly made = new Map<string, string>();

  constructor(readonly around: Surroundings, private readonly base?: Base) {}

  get aws(): Aws {
    return this.around.aws;
  }

  get time(): Time {
    return this.around.time;
  }

  stackName(name: string): string {
    return stackNameOf(this.around.run, name);
  }

  create(change: Change): Promise<Started> {
    return this.request('create', change);
  }

  update(change: Change): Promise<Started> {
    return this.request('update', change);
  }

  async delete(stackName: string): Promise<Started> {
    const { stackId, lastEvent } = await this.before(stackName);
    await deleteStack(this.aws, stackName);
    this.made.delete(stackName);
    return { kind: 'delete', stackName, stackId, requestedAt: this.time.now(), lastEvent };
  }

  /** Name of a stack that this kit has made and not deleted, but that is not there any more. */
  async lost(): Promise<string | undefined> {
    for (const [name, id] of this.made) {
      const { StackStatus: status = '' } = await describeStack(this.aws, id);
      if (status.startsWith('DELETE_')) return name;
    }
    return undefined;
  }

  follow(started: Started, following?: Following): Promise<Operation> {
    return follow(this.aws, this.time, started, following);
  }

  /** Creates the stack and waits for its end. @throws if it is not CREATE_COMPLETE */
  async deployed(change: Change, following?: Following): Promise<Operation> {
    const operation = await this.follow(await this.create(change), following);
    const end = operation.events.at(-1);
    if (end?.status === 'CREATE_COMPLETE') return operation;
    const failed = operation.events.find(({ status }) => status.endsWith('_FAILED'));
    throw new Error(`${operation.stackName} should be complete but is ${end?.status}: ${failed?.logicalId}: ${failed?.reason}`);
  }

  /** Lines of the watcher's log, oldest first; it outlives its stack. @param events of the operation that made the log group */
  async watcherLog(events: readonly SeenEvent[]): Promise<readonly string[]> {
    const group = events.find(({ type, logicalId, physicalId }) => (
      type === 'AWS::Logs::LogGroup' && logicalId.startsWith('EcsDeploymentDiagnosis') && physicalId
    ));
    return group ? this.logLines(group.physicalId) : [];
  }

  async logLines(logGroupName: string): Promise<readonly string[]> {
    const lines: string[] = [];
    let nextToken: string | undefined;
    try {
      do {
        const page = await this.aws.logs.send(new FilterLogEventsCommand({ logGroupName, nextToken }));
        lines.push(...(page.events ?? []).map(({ message = '' }) => message.trimEnd()));
        ({ nextToken } = page);
      } while (nextToken);
    } catch (error) {
      if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    }
    return lines;
  }

  private async request(kind: 'create' | 'update', { name, build, rollback, express, tags }: Change): Promise<Started> {
    const stackName = this.stackName(name);
    const { base } = this;
    const { aws, time, region, run, folder } = this.around;
    const outdir = join(folder, String(++this.synthesized));
    const made = synthesize({ stackName, outdir, bucket: base?.bucket, build: (stack) => {
      build(stack, base ?? NO_BASE);
      // The log group of a watcher outlives its stack. Whether a tag of the stack reaches it is left to each type of resource.
      Tags.of(stack).add(TAG, run, { includeResourceTypes: ['AWS::Logs::LogGroup'] });
    } });
    if (base) await upload(aws, base.bucket, made.assets, this.uploaded);
    const request = { stackName, run, template: templateIn(base?.bucket, region, made), rollback, express, tags };
    this.around.say(`${kind} ${stackName}`);
    if (kind === 'create') {
      const stackId = await createStack(aws, request);
      this.made.set(stackName, stackId);
      return { kind, stackName, stackId, requestedAt: time.now() };
    }
    const { lastEvent } = await this.before(stackName);
    return { kind, stackName, stackId: await updateStack(aws, request), requestedAt: time.now(), lastEvent };
  }

  private async before(stackName: string): Promise<{ readonly stackId: string; readonly lastEvent?: string }> {
    const { StackId } = await describeStack(this.aws, stackName);
    const events = await eventsOf(this.aws, String(StackId));
    return { stackId: String(StackId), lastEvent: events.at(-1)?.eventId };
  }
}

const NO_BASE: Base = { bucket: '', cluster: '', vpc: '', subnets: [] };
