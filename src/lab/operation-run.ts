import { VirtualClock } from './clock';
import { StackOperation } from './cloudformation/operation';
import { OperationResult, resultOf } from './result';
import { LabViolation } from './violation';

type Act = () => void | Promise<void>;

interface Surroundings {
  readonly clock: VirtualClock;
  /** Grows while the lab runs. */
  readonly violations: readonly string[];
  /** Does an operation run on this stack? */
  isRunning(stackId: string): boolean;
  /** Called once the operations have begun. */
  begun(): void;
  /** Called once they have ended. */
  ended(): void;
}

/** Lets lab time pass until stack operations have ended. */
export class OperationRuns {
  /** When the latest operations began, lab milliseconds since the epoch. */
  startedAt: number;
  running = false;
  private readonly scheduled: { readonly seconds: number; readonly act: Act }[] = [];

  constructor(private readonly around: Surroundings) {
    this.startedAt = around.clock.now();
  }

  /** Acts `seconds` after the running operations began, or the next ones if none run. */
  at(seconds: number, act: Act): void {
    const { clock } = this.around;
    if (this.running) clock.after(this.startedAt + seconds * 1000 - clock.now(), act);
    else this.scheduled.push({ seconds, act });
  }

  async runOne(begin: () => StackOperation | undefined | Promise<StackOperation | undefined>): Promise<OperationResult> {
    const [result] = await this.run(async () => {
      const operation = await begin();
      if (!operation) throw new Error('There is no such stack');
      return [operation];
    });
    return result;
  }

  /** Results in the order of the operations. Rejects with `LabViolation` if the run was worthless. */
  async run(begin: () => readonly StackOperation[] | Promise<readonly StackOperation[]>): Promise<OperationResult[]> {
    const { clock, violations } = this.around;
    const knownViolations = violations.length;
    this.startedAt = clock.now();
    const operations = await begin();
    this.running = true;
    for (const { seconds, act } of this.scheduled.splice(0)) clock.after(seconds * 1000, act);
    this.around.begun();
    try {
      // Another operation may take over meanwhile: a person deletes the stack that is being created.
      await clock.run(() => operations.every(({ stack }) => !this.around.isRunning(stack.id)));
    } finally {
      this.running = false;
    }
    this.around.ended();
    const results = operations.map(({ stack, firstEvent }) => resultOf(stack, this.startedAt, firstEvent));
    if (violations.length > knownViolations) throw new LabViolation(violations.slice(knownViolations), results[0]);
    return results;
  }
}
