import { AwsError } from '../world';
import { resolve, Scope } from './intrinsics';
import { Handler, Stack, Surroundings } from './model';
import { nestedStackHandler } from './nested-stacks';
import { ImportedIds, OperationKind, PreviousTemplate, StackOperation } from './operation';
import { OperationHost } from './operation-host';
import { scopeOf, validateTemplate } from './scope';
import { StackInput } from './stack-input';
import { same } from './template';

const UPDATABLE = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$|^(CREATE|UPDATE)_FAILED$/;

/** All stacks of the lab, and the operations that run on them. */
export class Engine {
  private readonly stacks = new Map<string, Stack>();
  private readonly operations = new Map<string, StackOperation>();
  private readonly nestedStacks: Handler = nestedStackHandler(this);

  constructor(readonly around: Surroundings) {}

  /** By name: a stack that exists; by ARN: also one that has been deleted. Throws `ValidationError` if there is none. */
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
      shown: [],
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

  /** Takes existing resources into a stack. The template must not contain any other change. */
  import(input: StackInput, ids: ImportedIds): StackOperation {
    const stack = this.find(input.name);
    if (!UPDATABLE.test(stack.status)) {
      throw new AwsError('ValidationError', `Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    }
    stack.template = input.template;
    if (input.construct) Object.assign(stack, { construct: input.construct });
    return this.start(stack, 'import', undefined, ids);
  }

  /** An operation under way is stopped first. undefined: there was nothing to delete. */
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

  private start(stack: Stack, kind: OperationKind, previous?: PreviousTemplate, imported?: ImportedIds): StackOperation {
    const host: OperationHost = {
      around: this.around,
      nestedStack: this.nestedStacks,
      scope: (s) => this.scope(s),
      outputs: (s) => this.outputs(s),
      settleNested: async (parent) => {
        const nested = this.all().filter(({ parentId }) => parentId === parent.id);
        await Promise.all(nested.map(({ id }) => this.operations.get(id)?.settle('complete')));
      },
    };
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
}
