import { existsSync } from 'node:fs';
import { AwsError } from '../world';
import { readJson } from './assembly';
import { Handler, HandlerRequest, ResourceFailure, Stack, Surroundings } from './model';
import { StackOperation } from './operation';
import { POLL_MS } from './resources/timing';
import { StackInput } from './stack-input';
import { Template } from './template';

/** [model] how long it takes until the operation of a nested stack begins. */
const START_MS = POLL_MS / 5;

interface StackEngine {
  readonly around: Surroundings;
  find(nameOrId: string): Stack;
  create(input: StackInput): StackOperation;
  update(input: StackInput): StackOperation;
  running(stackId: string): StackOperation | undefined;
  delete(nameOrId: string): Promise<StackOperation | undefined>;
}

/** Resources of type AWS::CloudFormation::Stack. */
export function nestedStackHandler(engine: StackEngine): Handler {
  return {
    async create(request) {
      const suffix = engine.around.world.random.hex(12).toUpperCase();
      const name = `${request.stack.name}-${request.logicalId}-${suffix}`;
      const operation = engine.create({ ...inputOf(request), name, parent: request.stack });
      const { stack } = operation;
      request.initiated(stack.id);
      await end(request, operation);
      if (stack.status !== 'CREATE_COMPLETE') {
        throw new ResourceFailure(`Embedded stack ${stack.id} was not successfully created: ${lastFailure(stack)}`, stack.id);
      }
      return { physicalId: stack.id, attributes: outputAttributes(stack) };
    },
    async update(request) {
      const stack = engine.find(String(request.physicalId));
      const applied = request.context.origin?.rollback ? engine.running(stack.id) : undefined;
      if (applied) {
        await applied.settle('rollback');
        const failed = stack.status !== 'UPDATE_ROLLBACK_COMPLETE';
        if (failed) throw new ResourceFailure(`Embedded stack ${stack.id} was not successfully rolled back`);
        return { physicalId: stack.id, attributes: outputAttributes(stack) };
      }
      try {
        await end(request, engine.update({ ...inputOf(request), name: stack.id }));
      } catch (error) {
        if (!(error instanceof AwsError && error.message === 'No updates are to be performed.')) throw error;
        // In the rollback of the parent: the nested stack has rolled back by itself already.
        return { physicalId: stack.id, attributes: outputAttributes(stack) };
      }
      if (!/^UPDATE_COMPLETE(_CLEANUP_IN_PROGRESS)?$/.test(stack.status)) {
        throw new ResourceFailure(`Embedded stack ${stack.id} was not successfully updated: ${lastFailure(stack)}`);
      }
      return { physicalId: stack.id, attributes: outputAttributes(stack) };
    },
    async delete(request) {
      const operation = await engine.delete(String(request.physicalId));
      await operation?.finished;
      const stack = engine.find(String(request.physicalId));
      if (stack.status !== 'DELETE_COMPLETE') {
        throw new ResourceFailure(`Embedded stack ${stack.id} was not successfully deleted: ${lastFailure(stack)}`);
      }
    },
  };
}

/** When the parent cancels the resource, the nested stack stops: it starts nothing more and waits for nothing more. */
async function end({ around, signal }: HandlerRequest, operation: StackOperation): Promise<void> {
  const kind = operation.stack.status.startsWith('CREATE') ? 'delete' : 'cancel';
  const interrupt = () => operation.interrupt(kind);
  signal.addEventListener('abort', interrupt, { once: true });
  await around.clock.sleep(START_MS, signal);
  await Promise.race([operation.finished, operation.applied]);
  signal.removeEventListener('abort', interrupt);
}

function inputOf({ around, properties, stack, logicalId }: HandlerRequest): Omit<StackInput, 'name'> {
  const { TemplateURL, Parameters } = properties as { TemplateURL?: string; Parameters?: { [name: string]: unknown } };
  const file = around.asset(String(TemplateURL).split('/').pop() ?? '');
  if (file === undefined || !existsSync(file)) {
    throw new ResourceFailure(`S3 error: The specified key does not exist. (${String(TemplateURL)})`);
  }
  const own = stack.construct.paths.find((p) => p.logicalId === logicalId)?.path.split('.NestedStack/')[0];
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

function outputAttributes(stack: Stack): { readonly [name: string]: unknown } {
  return { Outputs: Object.fromEntries(stack.outputs.map((o) => [o.key, o.value])) };
}

function lastFailure({ id, events }: Stack): string {
  const failure = events.find((e) => e.physicalId === id && e.reason?.startsWith('The following'));
  return failure?.reason?.replace('Rollback requested by user.', '') ?? '';
}
