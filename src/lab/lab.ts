import { resolve } from 'node:path';
import { VirtualClock } from './clock';
import { createCloudFormation } from './cloudformation';
import { AnswerDesk } from './cloudformation/answers';
import { AssemblyStack, readAssembly, stackIn } from './cloudformation/assembly';
import { Engine } from './cloudformation/engine';
import { StackInput } from './cloudformation/stack-input';
import { Companion, Companions } from './companion';
import { Presence } from './companion/presence';
import { createEcs } from './ecs';
import { createElb } from './elb';
import { Fault, FaultTable, Struck } from './faults';
import { Permissions } from './iam';
import { LambdaHost } from './lambda/host';
import { createLogs } from './logs';
import { readLogLines } from './logs/lines';
import { OperationRuns } from './operation-run';
import { Deployment, LabAccount, LabOptions, RecordedCall } from './options';
import { hash, Random, seededRandom } from './random';
import { RateLimits } from './rates';
import { LabRecording, Recorder } from './recording';
import { currentStatus, OperationResult } from './result';
import { createStates, States } from './states';
import { runningTasks, TaskStop, TaskStops } from './tasks';
import { startServer, WireServer } from './wire/server';
import { WIRE_SERVICES, WireService } from './wire/services';
import { AwsError, FakeService, Place, Scenario, World } from './world';

export type { LabOptions, LabService, RecordedCall } from './options';
export type { OperationResult, ResultEvent } from './result';
export type { TaskStop } from './tasks';
export type { RateLimit } from './rates';
export { LabViolation } from './violation';

/** 2026-01-05T09:00:00Z, a Monday: lab time begins the same for every run. */
const START = Date.UTC(2026, 0, 5, 9, 0, 0);
const DEFAULT_PLACE: Place = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' };

/** A local AWS: deploys cloud assemblies under a virtual clock and reports what happened. */
export class Lab {
  readonly violations: string[] = [];
  readonly calls: RecordedCall[] = [];
  readonly clock = new VirtualClock(START);
  readonly world: World;
  readonly engine: Engine;
  readonly functions: LambdaHost;
  readonly answers: AnswerDesk;
  readonly states: States;
  private readonly random: Random;
  private readonly wires: readonly WireService[];
  private readonly seed: number;
  private readonly assets = new Map<string, string>();
  private readonly companions = new Companions(this.clock);
  private readonly account: LabAccount | undefined;
  private readonly stops: TaskStops;
  private readonly recorder: Recorder | undefined;
  private readonly runs: OperationRuns;
  private scenario: Scenario;
  private place: Place;
  private placeIsGiven: boolean;
  private faults: FaultTable;
  private readonly rates: RateLimits;
  private readonly permissions: Permissions;
  private server: WireServer | undefined;
  private operation = 0;

  constructor(options: LabOptions) {
    this.account = options.account;
    this.scenario = options.scenario ?? { scenario: 1 };
    this.seed = options.seed ?? this.scenario.seed ?? 1;
    this.random = seededRandom(this.seed);
    this.place = options.place ?? DEFAULT_PLACE;
    this.placeIsGiven = options.place !== undefined;
    this.faults = this.faultTable();
    this.rates = new RateLimits(options.rates ?? [], START);
    this.permissions = new Permissions(() => this.engine.all(), this.seed, () => this.scenario.switches?.iam?.policyEffectiveAfter);
    const services: { [name: string]: FakeService } = {};
    this.world = this.makeWorld(services);
    this.answers = new AnswerDesk(this.clock, this.random, () => this.endpoint, () => this.fault('answer', 'PUT'));
    this.functions = new LambdaHost({
      world: this.world,
      clock: this.clock,
      endpoint: () => this.endpoint,
      concurrency: this.scenario.lambdaConcurrency ?? 1_000,
      called: (operation) => this.fault('lambda', operation),
      spares: options.spares,
    });
    this.states = createStates(this.world, this.clock, this.functions, (role, action, resource) => (
      this.permissions.permits(role, action, this.clock.now(), resource)
    ));
    this.engine = new Engine({
      world: this.world,
      clock: this.clock,
      functions: this.functions,
      answers: this.answers,
      asset: (key) => this.assets.get(key),
      violation: (text) => this.violation(text),
    });
    this.stops = new TaskStops(this.world, this.engine);
    this.recorder = options.record ? new Recorder(this.world, () => this.engine, this.clock) : undefined;
    this.runs = new OperationRuns({
      clock: this.clock,
      violations: this.violations,
      isRunning: (stackId) => this.engine.running(stackId) !== undefined,
      begun: () => this.recorder?.follow(() => this.runs.running),
      ended: () => this.recorder?.look(true),
    });
    const { switches } = this.scenario;
    Object.assign(services, {
      ecs: this.stops.watching(createEcs(this.world, switches?.ecs)),
      elb: createElb(this.world),
      logs: createLogs(this.world, switches?.logs),
      states: this.states,
      cloudformation: createCloudFormation(this.engine),
    }, ...(options.services ?? []).map(({ wire, create }) => ({ [wire.name]: create(this.world) })));
    // It adds to operations of those above.
    Object.assign(services, this.account?.services(this.world, () => this.endpoint), options.fakes?.(this.world));
    this.wires = [...WIRE_SERVICES, ...(options.services ?? []).map(({ wire }) => wire), ...this.account?.wires ?? []];
  }

  /** For `AWS_ENDPOINT_URL`. */
  get endpoint(): string {
    if (!this.server) throw new Error('The lab is closed');
    return this.server.endpoint;
  }

  async open(): Promise<this> {
    this.server = await startServer({
      place: () => this.world.place,
      services: this.world.services,
      wires: this.wires,
      page: (url) => this.account?.page(url),
      called: (service, operation, elapsedMs) => (
        this.fault(service, operation) ?? this.rates.take(service, operation, this.clock.now() + elapsedMs)
      ),
      permits: (accessKey, action, elapsedMs, resource) => {
        const caller = accessKey === undefined ? undefined : this.functions.owner(accessKey);
        if (!caller) return this.account?.permits(action) ?? true;
        return this.permissions.permits(caller.role, action, this.clock.now() + elapsedMs, resource);
      },
      ended: (service, operation, elapsedMs, error) => {
        this.calls.push({ service, operation, at: this.clock.now() + elapsedMs, ...error !== undefined && { error } });
      },
      violation: (text) => this.violation(text),
      slow: (seconds) => this.functions.slow(seconds),
      kill: () => this.functions.kill(),
      now: () => this.clock.now(),
      answer: (path, body, elapsedMs) => this.answers.put(path, body, elapsedMs) ?? this.unknownAddress(path),
    });
    return this;
  }

  /** Creates or updates the stack and lets lab time pass until the operation has ended. */
  async deploy(deployment: Deployment): Promise<OperationResult> {
    const { stackName } = this.chosen(deployment);
    // As the CDK CLI does: a stack whose creation failed is deleted before it is created again.
    if (/^ROLLBACK_(COMPLETE|FAILED)$/.test(this.engine.living(stackName)?.status ?? '')) {
      await this.runs.runOne(() => this.engine.delete(stackName));
    }
    const input = this.nextInput(deployment);
    try {
      return await this.runs.runOne(() => this.engine.living(stackName) ? this.engine.update(input) : this.engine.create(input));
    } catch (error) {
      // The CDK CLI, too, treats this error of the API as a success.
      if (error instanceof AwsError && error.message === 'No updates are to be performed.') {
        return currentStatus(this.engine.find(stackName), this.clock.now());
      }
      throw error;
    }
  }

  /** Creates several stacks at the same moment; the results come in the order of the deployments. */
  async deployAll(deployments: readonly Deployment[]): Promise<OperationResult[]> {
    const inputs = deployments.map((deployment) => this.nextInput(deployment));
    return this.runs.run(() => inputs.map((input) => this.engine.create(input)));
  }

  /** `cdk import`: takes existing resources into the stack, by logical id. The template contains these resources and no other change. */
  async import(deployment: Deployment & { readonly resources: { readonly [logicalId: string]: string } }): Promise<OperationResult> {
    const input = this.nextInput(deployment);
    return this.runs.runOne(() => this.engine.import(input, deployment.resources));
  }

  async destroy(stackName: string): Promise<OperationResult> {
    this.operation++;
    return this.runs.runOne(() => this.engine.delete(stackName));
  }

  /** Deploys what the scenario lists, in order. */
  async runScenario(scenario: Scenario, baseDir: string): Promise<OperationResult[]> {
    this.scenario = scenario;
    this.faults = this.faultTable();
    const results: OperationResult[] = [];
    for (const { deploy, ...options } of scenario.operations ?? []) {
      results.push(await this.deploy({ assembly: resolve(baseDir, deploy), ...options }));
    }
    return results;
  }

  /** Acts `seconds` after the running stack operation began, or the next one if none runs. */
  at(seconds: number, act: () => void | Promise<void>): void {
    this.runs.at(seconds, act);
  }

  /** Makes a template or the code of a function known, for stacks that CreateStack creates: what an object in a bucket would hold. */
  addAsset(objectKey: string, path: string): void {
    this.assets.set(objectKey, path);
  }

  /** Lets time pass between operations. */
  async advance(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1000);
  }

  /** Lines of a log group that can be read by now, oldest first. */
  logLines(group: string): readonly string[] {
    const ofFunctions = this.functions.logLines(group);
    return ofFunctions.length ? ofFunctions : readLogLines(this.world, group);
  }

  /** The log lines of all Lambda functions, group by group. */
  lambdaLogLines(): readonly string[] {
    return this.functions.logGroups().flatMap((group) => this.functions.logLines(group));
  }

  /** A recording of one service (docs/recording-format.md), by logical id, or of the first one; needs the option `record`. */
  recording(serviceLogicalId?: string): LabRecording {
    if (!this.recorder) throw new Error('The lab keeps recordings only when it is created with { record: true }');
    return this.recorder.recording(serviceLogicalId, this.scenario.title ? `local lab: ${this.scenario.title}` : 'local lab');
  }

  /** Every task that has stopped or is being stopped, also of deleted clusters. */
  taskStops(): readonly TaskStop[] {
    return this.stops.all();
  }

  /** ARNs of the tasks that are RUNNING. */
  runningTasks(): readonly string[] {
    return runningTasks(this.world, this.engine);
  }

  /** Puts a separate process on the lab's clock, from now on. The caller starts it with this environment. */
  companion(): Promise<Companion> {
    return this.companions.join();
  }

  /** Puts code of this process on the lab's clock, from now on: lab time moves only while that code sleeps. */
  presence(): Presence {
    return new Presence(this.clock);
  }

  async close(): Promise<void> {
    this.companions.close();
    this.functions.close();
    await this.server?.close();
    this.server = undefined;
  }

  private chosen(deployment: Deployment): AssemblyStack {
    const assembly = readAssembly(resolve(deployment.assembly));
    assembly.assets.forEach((path, key) => this.assets.set(key, path));
    const stack = stackIn(assembly, deployment.assembly, deployment.stackName);
    if (!this.placeIsGiven && stack.place) this.place = { ...DEFAULT_PLACE, ...stack.place };
    this.placeIsGiven = true;
    return stack;
  }

  private nextInput(deployment: Deployment): StackInput {
    const { stackName, template, tags, parameters, constructPath, paths } = this.chosen(deployment);
    return {
      name: stackName,
      template,
      tags,
      rollback: deployment.rollback,
      express: deployment.express,
      parameters: { ...parameters, ...deployment.parameters },
      operation: ++this.operation,
      construct: { prefix: constructPath, paths },
    };
  }

  private makeWorld(services: { readonly [name: string]: FakeService }): World {
    const scenario = () => this.scenario;
    const place = () => this.place;
    return {
      clock: this.clock,
      random: this.random,
      services,
      get scenario() { return scenario(); },
      get place() { return place(); },
      fault: (service, operation) => this.fault(service, operation),
    };
  }

  private faultTable(): FaultTable {
    return new FaultTable((this.scenario.faults ?? []) as readonly Fault[], hash(`faults/${this.seed}`));
  }

  private fault(service: string, operation: string): Struck | undefined {
    const seconds = (this.clock.now() - this.runs.startedAt) / 1000;
    return this.faults.pick(service, operation, { stackOperation: this.operation, seconds });
  }

  private violation(text: string): void {
    this.violations.push(text);
  }

  private unknownAddress(path: string): number {
    this.violation(`PUT to ${path.split('?')[0]}, which is no answer address of the lab`);
    return 404;
  }
}

export function createLab(options: LabOptions = {}): Promise<Lab> {
  return new Lab(options).open();
}
