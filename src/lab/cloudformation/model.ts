import { VirtualClock } from '../clock';
import { LambdaHost } from '../lambda/host';
import { CallContext, World } from '../world';
import { AnswerDesk } from './answers';
import { ConstructPath } from './assembly';
import { ResourceDefinition, Template, Value } from './template';

export const STACK_TYPE = 'AWS::CloudFormation::Stack';

export type Properties = { readonly [name: string]: Value };
export type Attributes = { readonly [name: string]: Value };

/** One member of the API shape StackEvent each. */
export interface StackEvent {
  readonly eventId: string;
  readonly at: number;
  readonly operationId: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason?: string;
  readonly detailedStatus?: string;
  /** Of a resource; absent in the events of the stack itself. */
  readonly properties?: Properties;
}

export interface Resource {
  readonly logicalId: string;
  type: string;
  definition: ResourceDefinition;
  dependsOn: readonly string[];
  physicalId: string | undefined;
  /** What DescribeStackResource shows while a replacement is under way, if not `physicalId`. */
  shownPhysicalId?: string;
  status: string;
  reason?: string;
  updatedAt: number;
  properties: Properties;
  attributes: Attributes;
}

/** What DescribeStacks shows of a stack, from a moment on. */
export interface ShownStatus {
  readonly at: number;
  readonly status: string;
  readonly reason?: string;
  readonly updatedAt?: number;
}

export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly parentId?: string;
  readonly rootId?: string;
  /** For the construct paths of its resources. */
  readonly construct: { readonly prefix: string; readonly paths: readonly ConstructPath[] };
  template: Template;
  givenParameters: { readonly [name: string]: string };
  tags: { readonly [name: string]: string };
  status: string;
  reason?: string;
  updatedAt?: number;
  deletedAt?: number;
  disableRollback: boolean;
  express: boolean;
  /** Number of the stack operation in the scenario. */
  operation: number;
  operationId: string;
  /** Oldest first. */
  readonly events: StackEvent[];
  /** Oldest first: for reads that lag. */
  readonly shown: ShownStatus[];
  readonly resources: Map<string, Resource>;
  outputs: readonly { readonly key: string; readonly value: string; readonly exportName?: string; readonly description?: string }[];
}

/** Parts of the lab that CloudFormation and its resource handlers use. */
export interface Surroundings {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly functions: LambdaHost;
  readonly answers: AnswerDesk;
  /** Folder or file of an asset, by its object key. */
  asset(objectKey: string): string | undefined;
  violation(text: string): void;
}

/** A handler's input: the resource that it creates, changes or deletes. */
export interface HandlerRequest {
  readonly around: Surroundings;
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  /** Update: the properties that it has now. */
  readonly oldProperties: Properties;
  readonly physicalId: string | undefined;
  readonly attributes: Attributes;
  readonly context: CallContext;
  /** Aborted when CloudFormation cancels the resource. */
  readonly signal: AbortSignal;
  /** The resource exists and has this id, but is not ready yet. */
  initiated(physicalId: string, attributes?: Attributes): void;
  /** The configuration is applied; now the handler waits until the resource is stable. */
  consistencyCheck(): void;
}

export interface Done {
  readonly physicalId: string;
  readonly attributes: Attributes;
}

/** One resource type. Each function rejects with `ResourceFailure`. */
export interface Handler {
  /** Top-level properties whose change needs a new physical resource, or all but some. */
  readonly replacement?: readonly string[] | { readonly allBut: readonly string[] };
  /** Property that names the physical resource: with it, a replacement is refused. */
  readonly nameProperty?: string;
  create(request: HandlerRequest): Promise<Done>;
  update(request: HandlerRequest): Promise<Done>;
  delete(request: HandlerRequest): Promise<void>;
}

/** The reason of the event that ends a resource as failed. */
export class ResourceFailure extends Error {
  constructor(readonly reason: string, readonly physicalId?: string) {
    super(reason);
    this.name = 'ResourceFailure';
  }
}
