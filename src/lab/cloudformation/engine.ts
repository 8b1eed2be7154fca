import { existsSync } from 'node:fs';
import { AwsError } from '../world';
import { ConstructPath, readJson } from './assembly';
import { resolve, Scope } from './intrinsics';
import { Done, Handler, HandlerRequest, ResourceFailure, Stack, Surroundings } from './model';
import { ImportedIds, OperationKind, StackOperation } from './operation';
import { POLL_MS } from './resources/timing';
import { scopeOf, validateTemplate } from './scope';
import { same, Template } from './template';

export interface StackInput {
  readonly name: string;
  readonly template: Template;
  readonly parameters?: { readonly [name: string]: string };
  readonly tags?: { readonly [name: string]: string };
  /** `false`: keep what has been made when something fails (`--no-rollback`). */
  readonly rollback?: boolean;
  /** Express mode: rollback is off unless asked for. */
  readonly express?: boolean;
  readonly construct?: { readonly prefix: string; readonly paths: readonly ConstructPath[] };
  /** Number of the stack operation in the scenario. */
  readonly operation?: number;
  readonly parent?: Stack;
}

const UPDATABLE = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$|^(CREATE|UPDATE)_FAILED$/;

/** All stacks of the lab, and the operations that run on them. */
export class Engine {
  private readonly stacks = new Map<string, Stack>();
  private readonly operations = new Map<string, StackOperation>();
  private readonly nestedStack: Handler = {
    create: (request) => this.createNested(request),
    update: (request) => this.updateNested(request),
    delete: (request) => this.deleteNested(request),
  };

  constructor(readonly around: Surroundings) {}

  /** By name: the stack that lives; by ARN: also one that has been deleted. */
  find(nameOrId: string): Stack {
    const found = nameOrId.startsWith('arn:') ? this.stacks.get(nameOrId) : this.living(nameOrId);
    if (!found) throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    return found;
  }

  living(name: string): Stack | undefined {
    return [...this.stacks.values()].find((s) => s.name === name && s.status !== 'DELETE_COMPLETE');
  }

  all(): readonly Stack[] {
    return [...this.stacks.values()];
  }

  create(input: StackInput): StackOperation {
    const { world, clock } = this.around;
    if (this.living(input.name)) throw new AwsError('AlreadyExistsException', `Stack [${input.name}] already exists`);
    const { partition, region, accountId } = world.place;
    const id = `arn:${partition}:cloudformation:${region}:${accountId}:stack/${input.name}/${world.random.uuid()}`;
    const stack: Stack = {
      id,
      name: input.name,
      createdAt: clock.now(),
      ...input.parent && { parentId: input.parent.id, rootId: input.parent.rootId ?? input.parent.id },
      construct: input.construct ?? { prefix: input.name, paths: [] },
      template: input.template,
      givenParameters: input.parameters ?? {},
      tags: input.tags ?? {},
      status: 'CREATE_IN_PROGRESS',
      disableRollback: input.rollback === undefined ? input.express === true : !input.rollback,
      express: input.express ?? false,
      operation: input.operation ?? 1,
      operationId: '',
      events: [],
      resources: new Map(),
      outputs: [],
    };
    validateTemplate(stack.template, this.scope(stack));
    this.stacks.set(id, stack);
    return this.start(stack, 'create');
  }

  update(input: StackInput): StackOperation {
    const stack = this.find(input.name);
    if (!UPDATABLE.test(stack.status)) {
      throw new AwsError('ValidationError', `Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    }
    const previous = { template: stack.template, givenParameters: stack.givenParameters, tags: stack.tags };
    const next = { template: input.template, givenParameters: input.parameters ?? {}, tags: input.tags ?? {} };
    if (same(previous, next) && stack.status.endsWith('COMPLETE')) throw new AwsError('ValidationError', 'No updates are to be performed.');
    Object.assign(stack, next);
    try {
      validateTemplate(stack.template, this.scope(stack));
    } catch (error) {
      Object.assign(stack, previous);
      throw error;
    }
    stack.disableRollback = input.rollback === undefined ? input.express === true : !input.rollback;
    stack.express = input.express ?? false;
    stack.operation = input.operation ?? stack.operation + 1;
    if (input.construct) Object.assign(stack, { construct: input.construct });
    return this.start(stack, 'update', previous);
  }

  /** Takes resources that exist into a stack; nothing else may change with it. */
  import(input: StackInput, ids: ImportedIds): StackOperation {
    const stack = this.find(input.name);
    if (!UPDATABLE.test(stack.status)) {
      throw new AwsError('ValidationError', `Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    }
    stack.template = input.template;
    if (input.construct) Object.assign(stack, { construct: input.construct });
    return this.start(stack, 'import', undefined, ids);
  }

  /** Undefined: there was nothing to delete. An operation under way is stopped first. */
  async delete(nameOrId: string): Promise<StackOperation | undefined> {
    const stack = nameOrId.startsWith('arn:') ? this.stacks.get(nameOrId) : this.living(nameOrId);
    if (!stack || stack.status === 'DELETE_COMPLETE') return undefined;
    const running = this.operations.get(stack.id);
    if (running) {
      running.interrupt('delete');
      await running.finished;
    }
    return this.start(stack, 'delete');
  }

  cancelUpdate(nameOrId: string): void {
    const stack = this.find(nameOrId);
    if (stack.status !== 'UPDATE_IN_PROGRESS') {
      throw new AwsError('ValidationError', `CancelUpdateStack cannot be called from current stack status of ${stack.status}`);
    }
    this.operations.get(stack.id)?.interrupt('cancel');
  }

  running(stackId: string): StackOperation | undefined {
    return this.operations.get(stackId);
  }

  private start(stack: Stack, kind: OperationKind, previous?: Pick<Stack, 'template' | 'givenParameters' | 'tags'>, imported?: ImportedIds): StackOperation {
    const host = { around: this.around, nestedStack: this.nestedStack, scope: (s: Stack) => this.scope(s), outputs: (s: Stack) => this.outputs(s) };
    const operation = new StackOperation(host, stack, kind, previous, imported);
    this.operations.set(stack.id, operation);
    void operation.finished
      .catch((error: unknown) => this.around.clock.fail(error instanceof Error ? error : new Error(String(error))))
      .finally(() => { if (this.operations.get(stack.id) === operation) this.operations.delete(stack.id); });
    return operation;
  }

  private scope(stack: Stack): Scope {
    const { place, scenario } = this.around.world;
    return scopeOf(stack, place, scenario, (name) => {
      const output = this.all().filter((s) => s.status !== 'DELETE_COMPLETE').flatMap((s) => s.outputs).find((o) => o.exportName === name);
      if (!output) throw new AwsError('ValidationError', `No export named ${name} found.`);
      return output.value;
    });
  }

  private outputs(stack: Stack): Stack['outputs'] {
    const scope = this.scope(stack);
    return Object.entries(stack.template.Outputs ?? {})
      .filter(([, o]) => o.Condition === undefined || scope.condition(o.Condition))
      .map(([key, o]) => ({
        key,
        value: String(resolve(o.Value, scope)),
        ...o.Export && { exportName: String(resolve(o.Export.Name, scope)) },
        ...o.Description !== undefined && { description: o.Description },
      }));
  }

  // ---- AWS::CloudFormation::Stack within a stack

  private async createNested(request: HandlerRequest): Promise<Done> {
    const suffix = this.around.world.random.hex(12).toUpperCase();
    const operation = this.create({ ...this.nestedInput(request), name: `${request.stack.name}-${request.logicalId}-${suffix}`, parent: request.stack });
    const { stack } = operation;
    request.initiated(stack.id);
    await this.nestedEnd(request, operation);
    if (stack.status !== 'CREATE_COMPLETE') throw new ResourceFailure(`Embedded stack ${stack.id} was not successfully created: ${lastFailure(stack)}`, stack.id);
    return { physicalId: stack.id, attributes: outputAttributes(stack) };
  }

  private async updateNested(request: HandlerRequest): Promise<Done> {
    const stack = this.find(String(request.physicalId));
    try {
      await this.nestedEnd(request, this.update({ ...this.nestedInput(request), name: stack.id }));
    } catch (error) {
      if (!(error instanceof AwsError && error.message === 'No updates are to be performed.')) throw error;
      // In the parent's rollback: it has gone back by itself already.
      return { physicalId: stack.id, attributes: outputAttributes(stack) };
    }
    if (!/^(CREATE|UPDATE)_COMPLETE$/.test(stack.status)) {
      throw new ResourceFailure(`Embedded stack ${stack.id} was not successfully updated: ${lastFailure(stack)}`);
    }
    return { physicalId: stack.id, attributes: outputAttributes(stack) };
  }

  private async deleteNested(request: HandlerRequest): Promise<void> {
    const operation = await this.delete(String(request.physicalId));
    await operation?.finished;
    const stack = this.find(String(request.physicalId));
    if (stack.status !== 'DELETE_COMPLETE') throw new ResourceFailure(`Embedded stack ${stack.id} was not successfully deleted: ${lastFailure(stack)}`);
  }

  /** The parent's cancellation reaches the nested stack as a stop: it starts and waits for nothing more. */
  private async nestedEnd(request: HandlerRequest, operation: StackOperation): Promise<void> {
    const kind = operation.stack.status.startsWith('CREATE') ? 'delete' : 'cancel';
    request.signal.addEventListener('abort', () => operation.interrupt(kind), { once: true });
    await this.around.clock.sleep(POLL_MS / 5, request.signal);
    await operation.finished;
  }

  private nestedInput(request: HandlerRequest): Omit<StackInput, 'name'> {
    const { TemplateURL, Parameters } = request.properties as { TemplateURL?: string; Parameters?: { [name: string]: unknown } };
    const file = this.around.asset(String(TemplateURL).split('/').pop() ?? '');
    if (file === undefined || !existsSync(file)) throw new ResourceFailure(`S3 error: The specified key does not exist. (${String(TemplateURL)})`);
    const { stack } = request;
    const own = stack.construct.paths.find((p) => p.logicalId === request.logicalId)?.path.split('.NestedStack/')[0];
    return {
      template: readJson<Template>(file),
      parameters: Object.fromEntries(Object.entries(Parameters ?? {}).map(([k, v]) => [k, Array.isArray(v) ? v.join(',') : String(v)])),
      tags: stack.tags,
      rollback: !stack.disableRollback,
      express: stack.express,
      operation: stack.operation,
      construct: { prefix: stack.construct.prefix, paths: own ? stack.construct.paths.filter((p) => p.path.startsWith(`${own}/`)) : [] },
    };
  }
}

function outputAttributes(stack: Stack): { readonly [name: string]: unknown } {
  return { Outputs: Object.fromEntries(stack.outputs.map((o) => [o.key, o.value])) };
}

function lastFailure(stack: Stack): string {
  return stack.events.find((e) => e.physicalId === stack.id && e.reason?.startsWith('The following'))?.reason?.replace('Rollback requested by user.', '') ?? '';
}
