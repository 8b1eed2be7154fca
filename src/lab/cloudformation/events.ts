import { Resource, Stack, STACK_TYPE, StackEvent, Surroundings } from './model';

/** Texts of the stack events, copied from captures. */
export const TEXT = {
  initiated: 'Resource creation Initiated',
  consistency: 'Eventual consistency check initiated',
  replacement: 'Requested update requires the creation of a new physical resource; hence creating one.',
  createCancelled: 'Resource creation cancelled',
  updateCancelled: 'Resource update cancelled',
};

export function failureText({ resources }: Stack, failed: readonly string[]): string {
  const created = failed.filter((id) => resources.get(id)?.status === 'CREATE_FAILED');
  const updated = failed.filter((id) => resources.get(id)?.status === 'UPDATE_FAILED');
  return (created.length ? `The following resource(s) failed to create: [${created.join(', ')}]. ` : '')
    + (updated.length ? updateFailureText(updated) : '');
}

export function updateFailureText(ids: readonly string[]): string {
  return `The following resource(s) failed to update: [${ids.join(', ')}]. `;
}

export function deleteFailureText(ids: readonly string[]): string {
  return `The following resource(s) failed to delete: [${ids.join(', ')}]. `;
}

/** Sets the status of resources and of the stack, and records each change as a stack event. */
export class EventLog {
  constructor(private readonly owner: Stack, private readonly around: Surroundings) {}

  resource(resource: Resource, status: string, reason?: string, detailedStatus?: string): void {
    resource.status = status;
    resource.reason = reason;
    const { logicalId, physicalId = '', type: resourceType, properties } = resource;
    resource.updatedAt = this.emit({ logicalId, physicalId, resourceType, status, reason, detailedStatus, properties });
  }

  initiated(resource: Resource, verb: string, physicalId: string): void {
    resource.physicalId = physicalId;
    this.resource(resource, `${verb}_IN_PROGRESS`, TEXT.initiated);
  }

  stack(status: string, reason?: string): void {
    const { owner } = this;
    owner.status = status;
    owner.reason = reason;
    const at = this.emit({ logicalId: owner.name, physicalId: owner.id, resourceType: STACK_TYPE, status, reason });
    if (status.startsWith('UPDATE')) this.lastUpdated(status, at);
    this.show();
  }

  private show(): void {
    const { status, reason, updatedAt, shown } = this.owner;
    shown.push({ at: this.around.clock.now(), status, reason, updatedAt });
  }

  /** Switch [model]: which moment of an update LastUpdatedTime is. */
  private lastUpdated(status: string, at: number): void {
    const { owner, around: { clock, world } } = this;
    const moment = world.scenario.switches?.lastUpdatedTime ?? 'start';
    const hasEnded = /_(COMPLETE|FAILED)$/.test(status);
    if (typeof moment === 'number' && !hasEnded) {
      clock.after(moment * 1000, () => {
        owner.updatedAt = at + moment * 1000;
        this.show();
      });
    } else if (moment !== 'end' || hasEnded) {
      owner.updatedAt = at;
    }
  }

  /** Times strictly increase within a stack, so that events can be sorted. */
  private emit(event: Omit<StackEvent, 'eventId' | 'at' | 'operationId'>): number {
    const { owner, around } = this;
    const { logicalId, physicalId, status } = event;
    const at = Math.max(around.clock.now(), (owner.events.at(-1)?.at ?? 0) + 1);
    // The stack's own events have a plain id, a resource's event is named after resource, status and time.
    const eventId = physicalId === owner.id ? around.world.random.uuid() : `${logicalId}-${status}-${new Date(at).toISOString()}`;
    owner.events.push({ eventId, at, operationId: owner.operationId, ...event });
    return at;
  }
}
