import { Interrupted } from '../clock';
import { AwsError } from '../world';
import { runGraph } from './graph';
import { resolve, Scope } from './intrinsics';
import { Handler, HandlerRequest, Properties, Resource, ResourceFailure, Stack, STACK_TYPE, Surroundings } from './model';
import { originPath } from './origin';
import { handlerFor, isCustom, needsReplacement } from './resources';
import { activeResources } from './scope';
import { same } from './template';

/** What was there before an update, to go back to. */
interface Before {
  readonly definition: Resource['definition'];
  readonly dependsOn: readonly string[];
  readonly type: string;
  readonly physicalId: string | undefined;
  readonly properties: Properties;
  readonly attributes: Resource['attributes'];
}

/** A physical resource to delete in the cleanup phase. */
interface Leftover extends Before {
  readonly logicalId: string;
}

/** Texts of the stack events, word for word as captures of them show. */
const TEXT = {
  initiated: 'Resource creation Initiated',
  consistency: 'Eventual consistency check initiated',
  replacement: 'Requested update requires the creation of a new physical resource; hence creating one.',
  createCancelled: 'Resource creation cancelled',
  updateCancelled: 'Resource update cancelled',
};

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

  /** `previous`: what an update replaces. */
  constructor(
    private readonly host: OperationHost, readonly stack: Stack, kind: 'create' | 'update' | 'delete',
    private readonly previous?: Pick<Stack, 'template' | 'givenParameters' | 'tags'>,
  ) {
    this.firstEvent = stack.events.length;
    stack.operationId = host.around.world.random.uuid();
    this.finished = { create: () => this.create(), update: () => this.update(), delete: () => this.delete() }[kind]();
  }

  interrupt(why: 'cancel' | 'delete'): void {
    this.stoppedFor = why;
    this.stop.abort();
  }

  // ---- the three operations

  private async create(): Promise<void> {
    const { stack } = this;
    this.stackEvent('CREATE_IN_PROGRESS', 'User Initiated');
    const failed = await this.apply((id, signal) => this.createResource(id, signal));
    if (this.stoppedFor === 'delete') return;
    if (!failed.length && !this.stoppedFor) {
      stack.outputs = this.host.outputs(stack);
      this.stackEvent('CREATE_COMPLETE');
    } else if (stack.disableRollback) {
      this.stackEvent('CREATE_FAILED', this.failureText(failed));
    } else {
      this.rollingBack = true;
      this.stackEvent('ROLLBACK_IN_PROGRESS', `${this.failureText(failed)}Rollback requested by user.`);
      const undeleted = await this.deleteAll([...stack.resources.keys()], true);
      this.stackEvent(undeleted.length ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE', undeleted.length ? deleteFailureText(undeleted) : undefined);
    }
  }

  private async update(): Promise<void> {
    const { stack } = this;
    for (const r of stack.resources.values()) this.before.set(r.logicalId, snapshot(r));
    this.stackEvent('UPDATE_IN_PROGRESS', 'User Initiated');
    const failed = await this.apply((id, signal) => this.updateResource(id, signal));
    if (this.stoppedFor === 'delete') return;
    if (!failed.length && !this.stoppedFor) {
      stack.outputs = this.host.outputs(stack);
      this.stackEvent('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
      const active = activeResources(stack.template, this.host.scope(stack));
      await this.cleanUp([...stack.resources.keys()].filter((id) => !active.has(id)));
      this.stackEvent('UPDATE_COMPLETE');
    } else if (stack.disableRollback && !this.stoppedFor) {
      this.stackEvent('UPDATE_FAILED', this.failureText(failed));
    } else {
      await this.rollBackUpdate(failed);
    }
  }

  private async delete(): Promise<void> {
    this.stackEvent('DELETE_IN_PROGRESS', 'User Initiated');
    const undeleted = await this.deleteAll([...this.stack.resources.keys()], false);
    if (undeleted.length) {
      this.stackEvent('DELETE_FAILED', deleteFailureText(undeleted));
    } else {
      this.stackEvent('DELETE_COMPLETE');
      this.stack.deletedAt = this.host.around.clock.now();
    }
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
    this.stackEvent('UPDATE_ROLLBACK_IN_PROGRESS', this.stoppedFor ? 'User Initiated' : this.failureText(failed));
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
      this.stackEvent('UPDATE_ROLLBACK_FAILED', `The following resource(s) failed to update: [${failedBack.join(', ')}]. `);
      return;
    }
    this.stackEvent('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await this.cleanUp([...touched].filter(([, how]) => how === 'created').map(([id]) => id));
    this.stackEvent('UPDATE_ROLLBACK_COMPLETE');
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
      this.resourceEvent(resource, 'UPDATE_COMPLETE');
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
      logicalId: id, type: definition.Type, definition, dependsOn: this.dependenciesOf(id), physicalId: undefined,
      status: '', updatedAt: 0, properties: {}, attributes: {},
    };
    stack.resources.set(id, resource);
    this.touched.set(id, this.before.has(id) ? 'replaced' : 'created');
    this.resourceEvent(resource, 'CREATE_IN_PROGRESS');
    await this.guard(resource, 'CREATE', signal, async () => {
      resource.properties = resolve(definition.Properties ?? {}, host.scope(stack)) as Properties;
      const handler = handlerFor(resource.type, host.nestedStack);
      const done = await handler.create(this.request(resource, {}, signal, 'CREATE'));
      if (resource.physicalId === undefined) this.initiated(resource, 'CREATE', done.physicalId);
      Object.assign(resource, done);
      this.resourceEvent(resource, 'CREATE_COMPLETE');
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
    this.resourceEvent(resource, 'UPDATE_IN_PROGRESS', TEXT.replacement);
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
      if (resource.physicalId === leftover.physicalId) this.initiated(resource, 'UPDATE', done.physicalId);
      Object.assign(resource, done, { shownPhysicalId: undefined });
      this.leftovers.push(leftover);
      this.resourceEvent(resource, 'UPDATE_COMPLETE');
    });
  }

  /** An update in place, forward or in rollback. */
  private async change(resource: Resource, old: Properties, signal: AbortSignal, leftover?: Leftover): Promise<void> {
    this.resourceEvent(resource, 'UPDATE_IN_PROGRESS');
    await this.guard(resource, 'UPDATE', signal, async () => {
      const previous = leftover ?? { logicalId: resource.logicalId, ...snapshot(resource) };
      const done = await handlerFor(resource.type, this.host.nestedStack).update(this.request(resource, old, signal, 'UPDATE'));
      // Only a custom resource can answer with another id; CloudFormation then deletes the old one in the cleanup.
      if (previous.physicalId !== undefined && done.physicalId !== previous.physicalId) this.leftovers.push(previous);
      Object.assign(resource, done);
      this.resourceEvent(resource, 'UPDATE_COMPLETE');
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
        this.resourceEvent(resource, `${verb}_FAILED`, verb === 'CREATE' ? TEXT.createCancelled : TEXT.updateCancelled);
      } else if (error instanceof ResourceFailure || error instanceof AwsError) {
        if (error instanceof ResourceFailure && error.physicalId !== undefined) resource.physicalId = error.physicalId;
        this.resourceEvent(resource, `${verb}_FAILED`, error instanceof ResourceFailure ? error.reason : error.message);
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
          this.resourceEvent(resource, 'DELETE_SKIPPED');
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
      this.resourceEvent(resource, 'DELETE_COMPLETE');
      return;
    }
    this.resourceEvent(resource, 'DELETE_IN_PROGRESS');
    await this.guard(resource, 'DELETE', signal, () => handlerFor(resource.type, this.host.nestedStack).delete(this.request(resource, {}, signal, 'DELETE')));
    this.resourceEvent(resource, 'DELETE_COMPLETE');
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
        if (leftover.definition.UpdateReplacePolicy === 'Retain') this.resourceEvent(old, 'DELETE_SKIPPED');
        else await this.deletePhysical(old, never);
      },
      clock: this.host.around.clock,
      afterFailure: 'continue',
    });
    await this.deleteAll(removed, false);
    for (const id of removed) stack.resources.delete(id);
  }

  // ---- events and requests

  private request(resource: Resource, oldProperties: Properties, signal: AbortSignal, verb: 'CREATE' | 'UPDATE' | 'DELETE', shown = resource): HandlerRequest {
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
          stackName: stack.name, logicalId: resource.logicalId, path: originPath(stack, resource), operation: stack.operation, rollback: this.rollingBack,
        },
      },
      signal,
      initiated: (physicalId, attributes) => {
        if (verb === 'DELETE' || signal.aborted) return;
        if (attributes) shown.attributes = attributes;
        this.initiated(shown, verb, physicalId);
      },
      consistencyCheck: () => {
        if (verb !== 'DELETE' && !signal.aborted) this.resourceEvent(shown, `${verb}_IN_PROGRESS`, TEXT.consistency, 'CONFIGURATION_COMPLETE');
      },
    };
  }

  private initiated(resource: Resource, verb: string, physicalId: string): void {
    resource.physicalId = physicalId;
    this.resourceEvent(resource, `${verb}_IN_PROGRESS`, TEXT.initiated);
  }

  private dependenciesOf(id: string): readonly string[] {
    return activeResources(this.stack.template, this.host.scope(this.stack)).get(id) ?? [];
  }

  private failureText(failed: readonly string[]): string {
    const resources = this.stack.resources;
    const created = failed.filter((id) => resources.get(id)?.status === 'CREATE_FAILED');
    const updated = failed.filter((id) => resources.get(id)?.status === 'UPDATE_FAILED');
    return (created.length ? `The following resource(s) failed to create: [${created.join(', ')}]. ` : '')
      + (updated.length ? `The following resource(s) failed to update: [${updated.join(', ')}]. ` : '');
  }

  private resourceEvent(resource: Resource, status: string, reason?: string, detailedStatus?: string): void {
    resource.status = status;
    resource.reason = reason;
    resource.updatedAt = this.emit(resource.logicalId, resource.physicalId ?? '', resource.type, status, reason, detailedStatus);
  }

  private stackEvent(status: string, reason?: string): void {
    const { stack } = this;
    stack.status = status;
    stack.reason = reason;
    const at = this.emit(stack.name, stack.id, STACK_TYPE, status, reason);
    if (status !== 'CREATE_IN_PROGRESS') stack.updatedAt = at;
  }

  /** Times strictly increase within a stack, so that events can be put in order. */
  private emit(logicalId: string, physicalId: string, resourceType: string, status: string, reason?: string, detailedStatus?: string): number {
    const { stack, host } = this;
    const last = stack.events[stack.events.length - 1]?.at ?? 0;
    const at = Math.max(host.around.clock.now(), last + 1);
    const eventId = resourceType === STACK_TYPE && physicalId === stack.id ? host.around.world.random.uuid() : `${logicalId}-${status}-${new Date(at).toISOString()}`;
    stack.events.push({ eventId, at, operationId: stack.operationId, logicalId, physicalId, resourceType, status, reason, detailedStatus });
    return at;
  }
}

function snapshot(r: Resource): Before {
  return { definition: r.definition, dependsOn: r.dependsOn, type: r.type, physicalId: r.physicalId, properties: r.properties, attributes: r.attributes };
}

function deleteFailureText(ids: readonly string[]): string {
  return `The following resource(s) failed to delete: [${ids.join(', ')}]. `;
}
