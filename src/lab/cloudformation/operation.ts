import { cleanUp, DeletionScene, deleteResources } from './deletion';
import { deleteFailureText, EventLog, failureText, updateFailureText } from './events';
import { runGraph } from './graph';
import { handlerRequest } from './handler-request';
import { Stack } from './model';
import { dependenciesOf, OperationHost } from './operation-host';
import { ResourceWork } from './resource-work';
import { isCustom } from './resources';
import { Snapshot, snapshotOf } from './snapshot';

export type OperationKind = 'create' | 'update' | 'delete' | 'import';

/** Physical ids of existing resources, by the logical ids that they get. */
export interface ImportedIds { readonly [logicalId: string]: string }

/** What an update replaces in the stack. */
export type PreviousTemplate = Pick<Stack, 'template' | 'givenParameters' | 'tags'>;

/** One stack operation from its first event to its last. */
export class StackOperation {
  readonly finished: Promise<void>;
  /** Resolves in the update of a nested stack, when all its resources are changed: its cleanup, or its rollback, waits for the parent. */
  readonly applied: Promise<void>;
  /** Index of its first event among the stack's. */
  readonly firstEvent: number;
  private readonly stop = new AbortController();
  private stoppedFor: 'cancel' | 'delete' | undefined;
  private readonly before = new Map<string, Snapshot>();
  private rollingBack = false;
  private markApplied: () => void = () => undefined;
  private endOfParent: (how: 'complete' | 'rollback') => void = () => undefined;
  private readonly parentEnded = new Promise<'complete' | 'rollback'>((resolve) => { this.endOfParent = resolve; });
  private readonly events: EventLog;
  private readonly work: ResourceWork;
  private readonly scene: DeletionScene;

  /** `previous`: of an update. */
  constructor(
    private readonly host: OperationHost, readonly stack: Stack, kind: OperationKind,
    private readonly previous?: PreviousTemplate, private readonly imported: ImportedIds = {},
  ) {
    const { around } = host;
    this.firstEvent = stack.events.length;
    this.applied = new Promise((resolve) => { this.markApplied = resolve; });
    const events = this.events = new EventLog(stack, around);
    this.work = new ResourceWork(host, stack, events, (resource, oldProperties, signal, verb, shown = resource) => (
      handlerRequest({ around, stack, events, verb, resource, oldProperties, signal, shown, rollback: this.rollingBack })
    ), this.before);
    this.scene = { stack, clock: around.clock, events, work: this.work };
    stack.operationId = around.world.random.uuid();
    this.finished = this.run(kind);
  }

  /** Ends it from outside: `cancel` an update, or make way for a delete. */
  interrupt(why: 'cancel' | 'delete'): void {
    this.stoppedFor = why;
    this.stop.abort();
  }

  /** The parent of a nested stack whose update is applied goes on to its own cleanup, or rolls back. */
  settle(how: 'complete' | 'rollback'): Promise<void> {
    this.endOfParent(how);
    return this.finished;
  }

  private run(kind: OperationKind): Promise<void> {
    switch (kind) {
      case 'create': return this.create();
      case 'update': return this.update();
      case 'delete': return this.delete();
      case 'import': return this.import();
    }
  }

  private async create(): Promise<void> {
    const { stack, events, host } = this;
    events.stack('CREATE_IN_PROGRESS', 'User Initiated');
    const failed = await this.apply((...args) => this.work.create(...args));
    if (this.stoppedFor === 'delete') return;
    if (!failed.length && !this.stoppedFor) {
      stack.outputs = host.outputs(stack);
      events.stack('CREATE_COMPLETE');
    } else if (stack.disableRollback) {
      events.stack('CREATE_FAILED', failureText(stack, failed));
    } else {
      this.rollingBack = true;
      events.stack('ROLLBACK_IN_PROGRESS', `${failureText(stack, failed)}Rollback requested by user.`);
      const undeleted = await deleteResources(this.scene, [...stack.resources.keys()], { createRollback: true });
      if (undeleted.length) events.stack('ROLLBACK_FAILED', deleteFailureText(undeleted));
      else events.stack('ROLLBACK_COMPLETE');
    }
  }

  private async update(): Promise<void> {
    const { stack, events, host } = this;
    for (const r of stack.resources.values()) this.before.set(r.logicalId, snapshotOf(r));
    events.stack('UPDATE_IN_PROGRESS', 'User Initiated');
    const failed = await this.apply((...args) => this.work.update(...args));
    if (this.stoppedFor === 'delete') return;
    if (!failed.length && !this.stoppedFor) {
      stack.outputs = host.outputs(stack);
      events.stack('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
      const parent = await this.parent();
      if (this.stoppedFor === 'delete') return;
      if (parent === 'rollback') {
        await this.rollBackUpdate([]);
        return;
      }
      await host.settleNested(stack);
      const active = dependenciesOf(host, stack);
      await cleanUp(this.scene, [...stack.resources.keys()].filter((id) => !active.has(id)));
      events.stack('UPDATE_COMPLETE');
    } else if (stack.disableRollback && !this.stoppedFor) {
      events.stack('UPDATE_FAILED', failureText(stack, failed));
      await host.settleNested(stack);
    } else {
      await this.rollBackUpdate(failed);
    }
  }

  /**
   * "CloudFormation doesn't start cleaning up nested stack resources until all nested stacks have been updated or have rolled back": AWS
   * CloudFormation User Guide, "Troubleshooting CloudFormation", "Nested stacks are stuck in UPDATE_COMPLETE_CLEANUP_IN_PROGRESS ...".
   */
  private async parent(): Promise<'complete' | 'rollback'> {
    if (this.stack.parentId === undefined) return 'complete';
    this.markApplied();
    const { signal } = this.stop;
    const stopped = new Promise<'complete'>((resolve) => signal.addEventListener('abort', () => resolve('complete'), { once: true }));
    return Promise.race([this.parentEnded, stopped]);
  }

  private async delete(): Promise<void> {
    this.events.stack('DELETE_IN_PROGRESS', 'User Initiated');
    const undeleted = await deleteResources(this.scene, [...this.stack.resources.keys()]);
    if (undeleted.length) {
      this.events.stack('DELETE_FAILED', deleteFailureText(undeleted));
    } else {
      this.events.stack('DELETE_COMPLETE');
      this.stack.deletedAt = this.host.around.clock.now();
    }
  }

  /** Takes over existing resources, and changes nothing in them (CloudFormation User Guide, "Import AWS resources into a stack"). */
  private async import(): Promise<void> {
    this.events.stack('IMPORT_IN_PROGRESS', 'User Initiated');
    for (const [logicalId, physicalId] of Object.entries(this.imported)) await this.work.import(logicalId, physicalId);
    this.events.stack('IMPORT_COMPLETE');
  }

  private apply(run: ResourceWork['create']): Promise<readonly string[]> {
    const dependencies = dependenciesOf(this.host, this.stack);
    return runGraph({
      ids: [...dependencies.keys()],
      dependsOn: (id) => dependencies.get(id) ?? [],
      waitsInFull: (id) => [this.stack.template.Resources[id].DependsOn ?? []].flat(),
      run,
      clock: this.host.around.clock,
      afterFailure: this.stack.disableRollback ? 'continue' : 'cancel',
      stop: this.stop.signal,
    });
  }

  private async rollBackUpdate(failed: readonly string[]): Promise<void> {
    const { stack, before, events, work, host } = this;
    this.rollingBack = true;
    events.stack('UPDATE_ROLLBACK_IN_PROGRESS', this.stoppedFor ? 'User Initiated' : failureText(stack, failed));
    work.leftovers = [];
    Object.assign(stack, this.previous);
    const touched = [...work.touched];
    const changed = touched.filter(([, how]) => how !== 'created').map(([id]) => id);
    const failedBack = await runGraph({
      ids: changed,
      dependsOn: (id) => [...before.get(id)?.dependsOn ?? [], ...this.restoredBefore(id, changed)],
      run: (id, signal) => work.restore(id, signal),
      clock: host.around.clock,
      afterFailure: 'continue',
    });
    if (failedBack.length) {
      events.stack('UPDATE_ROLLBACK_FAILED', updateFailureText(failedBack));
      return;
    }
    events.stack('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await host.settleNested(stack);
    await cleanUp(this.scene, touched.filter(([, how]) => how === 'created').map(([id]) => id));
    events.stack('UPDATE_ROLLBACK_COMPLETE');
  }

  /** Switch [model]: the order of a service and a custom resource that do not refer to each other is not known. */
  private restoredBefore(id: string, ids: readonly string[]): readonly string[] {
    const typeOf = (x: string) => this.before.get(x)?.type ?? '';
    const isService = (x: string) => typeOf(x) === 'AWS::ECS::Service';
    switch (this.host.around.world.scenario.switches?.rollbackOrder) {
      case 'service-first': return isCustom(typeOf(id)) ? ids.filter(isService) : [];
      case 'custom-resource-first': return isService(id) ? ids.filter((x) => isCustom(typeOf(x))) : [];
      default: return [];
    }
  }
}
