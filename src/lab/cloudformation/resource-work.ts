import { Interrupted } from '../clock';
import { AwsError } from '../world';
import { EventLog, TEXT } from './events';
import { Verb } from './handler-request';
import { resolve } from './intrinsics';
import { Handler, HandlerRequest, Properties, Resource, ResourceFailure, Stack } from './model';
import { dependenciesOf, OperationHost } from './operation-host';
import { handlerFor, isCustom, needsReplacement } from './resources';
import { creation, RESOURCE_MS } from './resources/timing';
import { Leftover, leftoverOf, Snapshot } from './snapshot';
import { same } from './template';

/** The handler's request for one resource, before the handler is called. `shown`: the resource whose events show what happens. */
type MakeRequest = (
  resource: Resource, oldProperties: Properties, signal: AbortSignal, verb: Verb, shown?: Resource,
) => HandlerRequest;

/** What one stack operation does to single resources. Each method rejects when the resource fails or its signal is aborted. */
export class ResourceWork {
  /** What was done to each resource so far, by logical id. */
  readonly touched = new Map<string, 'created' | 'updated' | 'replaced'>();
  leftovers: Leftover[] = [];

  /** `before`: the resources as they were before an update; empty in other operations. */
  constructor(
    private readonly host: OperationHost, private readonly stack: Stack, private readonly events: EventLog,
    private readonly request: MakeRequest, private readonly before: ReadonlyMap<string, Snapshot>,
  ) {}

  /** @param configured called when the resources that refer to it may start */
  async create(id: string, signal: AbortSignal, configured: () => void): Promise<void> {
    const resource = this.add(id);
    this.touched.set(id, this.before.has(id) ? 'replaced' : 'created');
    this.events.resource(resource, 'CREATE_IN_PROGRESS');
    await this.guard(resource, 'CREATE', signal, async () => {
      resource.properties = this.propertiesOf(id);
      const done = await this.handlerOf(resource.type).create(this.request(resource, {}, signal, 'CREATE'));
      if (resource.physicalId === undefined) this.events.initiated(resource, 'CREATE', done.physicalId);
      Object.assign(resource, done);
      await this.check(resource, signal, configured);
      this.events.resource(resource, 'CREATE_COMPLETE');
    });
  }

  async update(id: string, signal: AbortSignal, configured: () => void): Promise<void> {
    const resource = this.stack.resources.get(id);
    // An earlier operation without rollback left the resource unfinished: it is created again.
    if (!resource || resource.status === 'CREATE_FAILED' || resource.status === 'DELETE_COMPLETE') {
      if (resource?.physicalId) this.leftovers.push(leftoverOf(resource));
      return this.create(id, signal, configured);
    }
    const definition = this.stack.template.Resources[id];
    const properties = this.propertiesOf(id);
    const old = resource.properties;
    const sameType = definition.Type === resource.type;
    const unchanged = sameType && same(properties, old) && !resource.status.endsWith('_FAILED');
    const replace = !sameType || needsReplacement(this.handlerOf(definition.Type), old, properties);
    const leftover = leftoverOf(resource);
    Object.assign(resource, { definition, dependsOn: this.dependencies(id) });
    if (unchanged) return;
    resource.properties = properties;
    if (replace) return this.replace(resource, old, leftover, signal);
    this.touched.set(id, 'updated');
    return this.change(resource, old, signal, leftover);
  }

  /** Back to the snapshot, in the rollback of an update. */
  async restore(id: string, signal: AbortSignal): Promise<void> {
    const snapshot = this.before.get(id);
    const resource = this.stack.resources.get(id);
    if (!snapshot || !resource) return;
    const attempted = resource.properties;
    if (this.touched.get(id) === 'replaced') {
      if (resource.physicalId !== snapshot.physicalId) this.leftovers.push(leftoverOf(resource));
      Object.assign(resource, snapshot);
      resource.shownPhysicalId = undefined;
      this.events.resource(resource, 'UPDATE_COMPLETE');
      return;
    }
    Object.assign(resource, { definition: snapshot.definition, dependsOn: snapshot.dependsOn, properties: snapshot.properties });
    await this.change(resource, attempted, signal);
  }

  async delete(resource: Resource, signal: AbortSignal): Promise<void> {
    // A resource that was never made has nothing to delete. A custom resource that was asked to create something always gets a Delete.
    if (resource.physicalId === undefined && !isCustom(resource.type)) {
      this.events.resource(resource, 'DELETE_COMPLETE');
      return;
    }
    this.events.resource(resource, 'DELETE_IN_PROGRESS');
    await this.guard(resource, 'DELETE', signal, () => this.handlerOf(resource.type).delete(this.request(resource, {}, signal, 'DELETE')));
    this.events.resource(resource, 'DELETE_COMPLETE');
  }

  /** Takes over an existing resource, and changes nothing in it. */
  async import(id: string, physicalId: string): Promise<void> {
    const resource = this.add(id, physicalId);
    this.events.resource(resource, 'IMPORT_IN_PROGRESS', 'Resource import started.');
    await this.host.around.clock.sleep(RESOURCE_MS);
    resource.properties = this.propertiesOf(id);
    this.events.resource(resource, 'IMPORT_COMPLETE', 'Resource import completed.');
  }

  /** Switch: the eventual consistency check, during which the resources that refer to this one are being made already. */
  private async check(resource: Resource, signal: AbortSignal, configured: () => void): Promise<void> {
    const { checkMs } = creation(resource.type);
    const { clock, world } = this.host.around;
    if (checkMs === undefined || !world.scenario.switches?.optimisticStabilization) return;
    this.events.resource(resource, 'CREATE_IN_PROGRESS', TEXT.consistency, 'CONFIGURATION_COMPLETE');
    configured();
    await clock.sleep(checkMs, signal);
  }

  private async replace(resource: Resource, old: Properties, leftover: Leftover, signal: AbortSignal): Promise<void> {
    const { definition, properties } = resource;
    this.touched.set(resource.logicalId, 'replaced');
    this.events.resource(resource, 'UPDATE_IN_PROGRESS', TEXT.replacement);
    await this.guard(resource, 'UPDATE', signal, async () => {
      const handler = this.handlerOf(definition.Type);
      const name = handler.nameProperty && properties[handler.nameProperty];
      if (definition.Type === resource.type && name !== undefined && name === old[String(handler.nameProperty)]) {
        throw new ResourceFailure('CloudFormation cannot update a stack when a custom-named resource requires replacing. '
          + `Rename ${String(name)} and update the stack again.`);
      }
      resource.type = definition.Type;
      // [model] which id DescribeStackResource shows until the replacement is complete is a switch.
      if (this.host.around.world.scenario.switches?.replacementIdShown === 'old') resource.shownPhysicalId = leftover.physicalId;
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
      const previous = leftover ?? leftoverOf(resource);
      const done = await this.handlerOf(resource.type).update(this.request(resource, old, signal, 'UPDATE'));
      // Only a custom resource can answer with another id; CloudFormation then deletes the old one in the cleanup.
      if (previous.physicalId !== undefined && done.physicalId !== previous.physicalId) this.leftovers.push(previous);
      Object.assign(resource, done);
      this.events.resource(resource, 'UPDATE_COMPLETE');
    });
  }

  /** Writes the event of a failure or a cancellation, and rejects with it. */
  private async guard(resource: Resource, verb: Verb, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Interrupted()), { once: true }));
    aborted.catch(() => undefined);
    try {
      await Promise.race([work(), aborted]);
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

  private add(id: string, physicalId?: string): Resource {
    const definition = this.stack.template.Resources[id];
    const resource: Resource = {
      logicalId: id,
      type: definition.Type,
      definition,
      dependsOn: this.dependencies(id),
      physicalId,
      status: '',
      updatedAt: 0,
      properties: {},
      attributes: {},
    };
    this.stack.resources.set(id, resource);
    return resource;
  }

  private propertiesOf(id: string): Properties {
    return resolve(this.stack.template.Resources[id].Properties ?? {}, this.host.scope(this.stack)) as Properties;
  }

  private dependencies(id: string): readonly string[] {
    return dependenciesOf(this.host, this.stack).get(id) ?? [];
  }

  private handlerOf(type: string): Handler {
    return handlerFor(type, this.host.nestedStack);
  }
}
