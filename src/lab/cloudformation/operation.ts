import { Interrupted } from '../clock';
import { AwsError } from '../world';
import { Before, Leftover, snapshot } from './before';
import { deleteFailureText, EventLog, failureText, TEXT, updateFailureText } from './events';
import { runGraph } from './graph';
import { resolve, Scope } from './intrinsics';
import { Handler, HandlerRequest, Properties, Resource, ResourceFailure, Stack, Surroundings } from './model';
import { originPath } from './origin';
import { handlerFor, isCustom, needsReplacement } from './resources';
import { RESOURCE_MS } from './resources/timing';
import { activeResources } from './scope';
import { same } from './template';

export type OperationKind = 'create' | 'update' | 'delete' | 'import';

/** Physical id of what is there already, by the logical id that it gets. */
export interface ImportedIds { readonly [logicalId: string]: string }

export interface OperationHost {
  readonly around: Surroundings;
  readonly nestedStack: Handler;
  scope(stack: Stack): Scope;
  outputs(stack: Stack): Stack['outputs'];
}

/** One stack operation from its first event to its last. */
export class StackOperation {
  readonly finished: Promise<void>;
  /** Index of its first event among the stack's. */
  readonly firstEvent: number;
  /** Ends it from outside: `cancel` an update, or make way for a delete. */
  readonly stop = new AbortController();
  private stoppedFor: 'cancel' | 'delete' | undefined;
  private readonly before = new Map<string, Before>();
  private readonly touched = new Map<string, 'created' | 'updated' | 'replaced'>();
  private leftovers: Leftover[] = [];
  private rollingBack = false;
  private readonly events: EventLog;

  /** `previous`: what an update replaces. */
  constructor(
    private readonly host: OperationHost, readonly stack: Stack, kind: OperationKind,
    private readonly previous?: Pick<Stack, 'template' | 'givenParameters' | 'tags'>, private readonly imported: ImportedIds = {},
  ) {
    this.firstEvent = stack.events.length;
    this.events = new EventLog(stack, host.around);
    stack.operationId = host.around.world.random.uuid();
    this.finished = { create: () => this.create(), update: () => this.update(), delete: () => this.delete(), import: () => this.import() }[kind]();
  }

  interrupt(why: 'cancel' | 'delete'): void {
    this.stoppedFor = why;
    this.stop.abort();
  }

  // ---- the operations

  private async create(): Promise<void> {
    const { stack } = this;
    this.events.stack('CREATE_IN_PROGRESS', 'User Initiated');
    const failed = await this.apply((id, signal) => this.createResource(id, signal));
    if (this.stoppedFor === 'delete') return;
    if (!failed.length && !this.stoppedFor) {
      stack.outputs = this.host.outputs(stack);
      this.events.stack('CREATE_COMPLETE');
    } else if (stack.disableRollback) {
      this.events.stack('CREATE_FAILED', failureText(this.stack, failed));
    } else {
      this.rollingBack = true;
      this.events.stack('ROLLBACK_IN_PROGRESS', `${failureText(this.stack, failed)}Rollback requested by user.`);
      const undeleted = await this.deleteAll([...stack.resources.keys()], true);
      this.events.stack(undeleted.length ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE', undeleted.length ? deleteFailureText(undeleted) : undefined);
    }
  }

  private async update(): Promise<void> {
    const { stack } = this;
    for (const r of stack.resources.values()) this.before.set(r.logicalId, snapshot(r));
    this.events.stack('UPDATE_IN_PROGRESS', 'User Initiated');
    const failed = await this.apply((id, signal) => this.updateResource(id, signal));
    if (this.stoppedFor === 'delete') return;
    if (!failed.length && !this.stoppedFor) {
      stack.outputs = this.host.outputs(stack);
      this.events.stack('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
      const active = activeResources(stack.template, this.host.scope(stack));
      await this.cleanUp([...stack.resources.keys()].filter((id) => !active.has(id)));
      this.events.stack('UPDATE_COMPLETE');
    } else if (stack.disableRollback && !this.stoppedFor) {
      this.events.stack('UPDATE_FAILED', failureText(this.stack, failed));
    } else {
      await this.rollBackUpdate(failed);
    }
  }

  private async delete(): Promise<void> {
    this.events.stack('DELETE_IN_PROGRESS', 'User Initiated');
    const undeleted = await this.deleteAll([...this.stack.resources.keys()], false);
    if (undeleted.length) {
      this.events.stack('DELETE_FAILED', deleteFailureText(undeleted));
    } else {
      this.events.stack('DELETE_COMPLETE');
      this.stack.deletedAt = this.host.around.clock.now();
    }
  }

  /** Takes over what is there, and touches nothing (CloudFormation User Guide, "Import AWS resources into a stack"). */
  private async import(): Promise<void> {
    const { stack, host } = this;
    this.events.stack('IMPORT_IN_PROGRESS', 'User Initiated');
    for (const [logicalId, physicalId] of Object.entries(this.imported)) {
      const definition = stack.template.Resources[logicalId];
      const resource: Resource = {
        logicalId, type: definition.Type, definition, dependsOn: this.dependenciesOf(logicalId), physicalId, status: '', updatedAt: 0, properties: {}, attributes: {},
      };
      stack.resources.set(logicalId, resource);
      this.events.resource(resource, 'IMPORT_IN_PROGRESS', 'Resource import started.');
      await host.around.clock.sleep(RESOURCE_MS);
      resource.properties = resolve(definition.Properties ?? {}, host.scope(stack)) as Properties;
      this.events.resource(resource, 'IMPORT_COMPLETE', 'Resource import completed.');
    }
    this.events.stack('IMPORT_COMPLETE');
  }

  private apply(run: (id: string, signal: AbortSignal) => Promise<void>): Promise<readonly string[]> {
    const dependencies = activeResources(this.stack.template, this.host.scope(this.stack));
    return runGraph({
      ids: [...dependencies.keys()],
      dependsOn: (id) => dependencies.get(id) ?? [],
      run,
      clock: this.host.around.clock,
      afterFailure: this.stack.disableRollback ? 'continue' : 'cancel',
      stop: this.stop.signal,
    });
  }

  // ---- rollback of an update

  private async rollBackUpdate(failed: readonly string[]): Promise<void> {
    const { stack, before, touched } = this;
    this.rollingBack = true;
    this.events.stack('UPDATE_ROLLBACK_IN_PROGRESS', this.stoppedFor ? 'User Initiated' : failureText(this.stack, failed));
    this.leftovers = [];
    Object.assign(stack, this.previous);
    const changed = [...touched].filter(([, how]) => how !== 'created').map(([id]) => id);
    const order = this.host.around.world.scenario.switches?.rollbackOrder ?? 'together';
    const failedBack = await runGraph({
      ids: changed,
      dependsOn: (id) => [...before.get(id)?.dependsOn ?? [], ...this.rollbackOrder(id, changed, order)],
      run: (id, signal) => this.restore(id, signal),
      clock: this.host.around.clock,
      afterFailure: 'continue',
    });
    if (failedBack.length) {
      this.events.stack('UPDATE_ROLLBACK_FAILED', updateFailureText(failedBack));
      return;
    }
    this.events.stack('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await this.cleanUp([...touched].filter(([, how]) => how === 'created').map(([id]) => id));
    this.events.stack('UPDATE_ROLLBACK_COMPLETE');
  }

  /** Switch [model]: nothing is known about the order of a service and a custom resource that do not refer to each other. */
  private rollbackOrder(id: string, ids: readonly string[], order: string): readonly string[] {
    const typeOf = (x: string) => this.before.get(x)?.type ?? '';
    const services = () => ids.filter((x) => typeOf(x) === 'AWS::ECS::Service');
    const customs = () => ids.filter((x) => isCustom(typeOf(x)));
    if (order === 'service-first' && isCustom(typeOf(id))) return services();
    if (order === 'custom-resource-first' && typeOf(id) === 'AWS::ECS::Service') return customs();
    return [];
  }

  private async restore(id: string, signal: AbortSignal): Promise<void> {
    const was = this.before.get(id);
    const resource = this.stack.resources.get(id);
    if (!was || !resource) return;
    const attempted = resource.properties;
    if (this.touched.get(id) === 'replaced') {
      if (resource.physicalId !== was.physicalId) this.leftovers.push({ logicalId: id, ...snapshot(resource) });
      Object.assign(resource, was);
      resource.shownPhysicalId = undefined;
      this.events.resource(resource, 'UPDATE_COMPLETE');
      return;
    }
    Object.assign(resource, { definition: was.definition, dependsOn: was.dependsOn, properties: was.properties });
    await this.change(resource, attempted, signal);
  }

  // ---- one resource

  private async createResource(id: string, signal: AbortSignal): Promise<void> {
    const { stack, host } = this;
    const definition = stack.template.Resources[id];
    const resource: Resource = {
      logicalId: id,
      type: definition.Type,
      definition,
      dependsOn: this.dependenciesOf(id),
      physicalId: undefined,
      status: '',
      updatedAt: 0,
      properties: {},
      attributes: {},
    };
    stack.resources.set(id, resource);
    this.touched.set(id, this.before.has(id) ? 'replaced' : 'created');
    this.events.resource(resource, 'CREATE_IN_PROGRESS');
    await this.guard(resource, 'CREATE', signal, async () => {
      resource.properties = resolve(definition.Properties ?? {}, host.scope(stack)) as Properties;
      const handler = handlerFor(resource.type, host.nestedStack);
      const done = await handler.create(this.request(resource, {}, signal, 'CREATE'));
      if (resource.physicalId === undefined) this.events.initiated(resource, 'CREATE', done.physicalId);
      Object.assign(resource, done);
      this.events.resource(resource, 'CREATE_COMPLETE');
    });
  }

  private async updateResource(id: string, signal: AbortSignal): Promise<void> {
    const { stack, host } = this;
    const resource = stack.resources.get(id);
    // What an earlier operation without rollback left behind unfinished is made again.
    if (!resource || resource.status === 'CREATE_FAILED' || resource.status === 'DELETE_COMPLETE') {
      if (resource?.physicalId) this.leftovers.push({ logicalId: id, ...snapshot(resource) });
      return this.createResource(id, signal);
    }
    const definition = stack.template.Resources[id];
    const properties = resolve(definition.Properties ?? {}, host.scope(stack)) as Properties;
    const old = resource.properties;
    const unchanged = definition.Type === resource.type && same(properties, old) && !resource.status.endsWith('_FAILED');
    const handler = handlerFor(definition.Type, host.nestedStack);
    const replace = definition.Type !== resource.type || needsReplacement(handler, old, properties);
    const leftover: Leftover = { logicalId: id, ...snapshot(resource) };
    Object.assign(resource, { definition, dependsOn: this.dependenciesOf(id) });
    if (unchanged) return;
    resource.properties = properties;
    if (!replace) {
      this.touched.set(id, 'updated');
      return this.change(resource, old, signal, leftover);
    }
    this.touched.set(id, 'replaced');
    this.events.resource(resource, 'UPDATE_IN_PROGRESS', TEXT.replacement);
    await this.guard(resource, 'UPDATE', signal, async () => {
      const name = handler.nameProperty && properties[handler.nameProperty];
      if (definition.Type === resource.type && name !== undefined && name === old[String(handler.nameProperty)]) {
        throw new ResourceFailure('CloudFormation cannot update a stack when a custom-named resource requires replacing. '
          + `Rename ${String(name)} and update the stack again.`);
      }
      resource.type = definition.Type;
      // [model] which id DescribeStackResource shows until the replacement is complete is a switch.
      if (host.around.world.scenario.switches?.replacementIdShown === 'old') resource.shownPhysicalId = leftover.physicalId;
      const done = await handler.create(this.request({ ...resource, physicalId: undefined }, {}, signal, 'UPDATE', resource));
      if (resource.physicalId === leftover.physicalId) this.events.initiated(resource, 'UPDATE', done.physicalId);
      Object.assign(resource, done, { shownPhysicalId: undefined });
      this.leftovers.push(leftover);
      this.events.resource(resource, 'UPDATE_COMPLETE');
    });
  }

  /** An update in place, forward or in rollback. */
  private async change(resource: Resource, old: Properties, signal: AbortSignal, leftover?: Leftover): Promise<void> {
    this.events.resource(resource, 'UPDATE_IN_PROGRESS');
    await this.guard(resource, 'UPDATE', signal, async () => {
      const previous = leftover ?? { logicalId: resource.logicalId, ...snapshot(resource) };
      const done = await handlerFor(resource.type, this.host.nestedStack).update(this.request(resource, old, signal, 'UPDATE'));
      // Only a custom resource can answer with another id; CloudFormation then deletes the old one in the cleanup.
      if (previous.physicalId !== undefined && done.physicalId !== previous.physicalId) this.leftovers.push(previous);
      Object.assign(resource, done);
      this.events.resource(resource, 'UPDATE_COMPLETE');
    });
  }

  /** Turns the end of a handler into the event that tells of it; rejects unless it went well. */
  private async guard(resource: Resource, verb: 'CREATE' | 'UPDATE' | 'DELETE', signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    const given = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Interrupted()), { once: true }));
    given.catch(() => undefined);
    try {
      await Promise.race([work(), given]);
    } catch (error) {
      if (signal.aborted) {
        this.events.resource(resource, `${verb}_FAILED`, verb === 'CREATE' ? TEXT.createCancelled : TEXT.updateCancelled);
      } else if (error instanceof ResourceFailure || error instanceof AwsError) {
        if (error instanceof ResourceFailure && error.physicalId !== undefined) resource.physicalId = error.physicalId;
        this.events.resource(resource, `${verb}_FAILED`, error instanceof ResourceFailure ? error.reason : error.message);
      } else {
        this.host.around.clock.fail(error instanceof Error ? error : new Error(String(error)));
      }
      throw error;
    }
  }

  // ---- deletes

  /** Deletes in reverse order of the dependencies. Gives the logical ids that would not go. */
  private deleteAll(ids: readonly string[], createRollback: boolean): Promise<readonly string[]> {
    const { stack } = this;
    const resourceOf = (id: string) => stack.resources.get(id);
    const gone = ['DELETE_COMPLETE', 'DELETE_SKIPPED'];
    const reversed = ids.filter((id) => !gone.includes(resourceOf(id)?.status ?? '')).reverse();
    return runGraph({
      ids: reversed,
      dependsOn: (id) => ids.filter((other) => resourceOf(other)?.dependsOn.includes(id)),
      run: async (id, signal) => {
        const resource = resourceOf(id);
        if (!resource) return;
        const policy = resource.definition.DeletionPolicy;
        if (policy === 'Retain' || (policy === 'RetainExceptOnCreate' && !createRollback)) {
          this.events.resource(resource, 'DELETE_SKIPPED');
        } else {
          await this.deletePhysical(resource, signal);
        }
      },
      clock: this.host.around.clock,
      afterFailure: 'continue',
    });
  }

  private async deletePhysical(resource: Resource, signal: AbortSignal): Promise<void> {
    // What was never made has nothing to delete; but a custom resource that was asked to create something is always told.
    if (resource.physicalId === undefined && !isCustom(resource.type)) {
      this.events.resource(resource, 'DELETE_COMPLETE');
      return;
    }
    this.events.resource(resource, 'DELETE_IN_PROGRESS');
    await this.guard(resource, 'DELETE', signal, () => handlerFor(resource.type, this.host.nestedStack).delete(this.request(resource, {}, signal, 'DELETE')));
    this.events.resource(resource, 'DELETE_COMPLETE');
  }

  /** Replaced physical resources and removed logical ones. A failure here does not change the stack's status. */
  private async cleanUp(removed: readonly string[]): Promise<void> {
    const { stack } = this;
    const leftovers = this.leftovers;
    const never = new AbortController().signal;
    await runGraph({
      ids: leftovers.map((_, i) => String(i)).reverse(),
      dependsOn: (i) => leftovers.flatMap((other, j) => other.dependsOn.includes(leftovers[Number(i)].logicalId) ? [String(j)] : []),
      run: async (i) => {
        const leftover = leftovers[Number(i)];
        const resource = stack.resources.get(leftover.logicalId);
        if (!resource) return;
        // The logical resource lives on with its new physical id; only the events tell of the old one.
        const old: Resource = { ...resource, ...leftover };
        if (leftover.definition.UpdateReplacePolicy === 'Retain') this.events.resource(old, 'DELETE_SKIPPED');
        else await this.deletePhysical(old, never);
      },
      clock: this.host.around.clock,
      afterFailure: 'continue',
    });
    await this.deleteAll(removed, false);
    for (const id of removed) stack.resources.delete(id);
  }

  // ---- events and requests

  /** `shown`: the resource whose events tell of it, where that is not the one acted on. */
  private request(
    resource: Resource, oldProperties: Properties, signal: AbortSignal, verb: 'CREATE' | 'UPDATE' | 'DELETE', shown = resource,
  ): HandlerRequest {
    const { stack, host } = this;
    return {
      around: host.around,
      stack,
      logicalId: resource.logicalId,
      type: resource.type,
      properties: resource.properties,
      oldProperties,
      physicalId: resource.physicalId,
      attributes: resource.attributes,
      context: {
        origin: {
          stackName: stack.name,
          logicalId: resource.logicalId,
          path: originPath(stack, resource),
          operation: stack.operation,
          rollback: this.rollingBack,
        },
      },
      signal,
      initiated: (physicalId, attributes) => {
        if (verb === 'DELETE' || signal.aborted) return;
        if (attributes) shown.attributes = attributes;
        this.events.initiated(shown, verb, physicalId);
      },
      consistencyCheck: () => {
        if (verb !== 'DELETE' && !signal.aborted) this.events.resource(shown, `${verb}_IN_PROGRESS`, TEXT.consistency, 'CONFIGURATION_COMPLETE');
      },
    };
  }

  private dependenciesOf(id: string): readonly string[] {
    return activeResources(this.stack.template, this.host.scope(this.stack)).get(id) ?? [];
  }
}
