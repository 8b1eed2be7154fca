import { Decision, History, StepInput } from './model';
import { step } from './step';
import { Diagnosis } from '../diagnosis/model';
import { Frame } from '../facts/model';
import { isInProgress } from '../facts/operation';
import { supplement } from '../facts/supplement';

/** Facts, and what the look that read them leaves for the next one. */
export interface LookResult<Memory> {
  readonly frame: Frame;
  readonly memory: Memory;
}

export interface LookOptions<Memory> {
  readonly memory: Memory;
  /** Read everything anew, however lately it was read. */
  readonly fresh?: boolean;
  /** Read only the stack: the other facts are of this moment already. */
  readonly stackOnly?: boolean;
  /** Read the deployment although its stack operation is over. */
  readonly past?: boolean;
}

/** Both are passed in: a decision makes no calls itself. */
interface Observer<Memory> {
  look(options: LookOptions<Memory>): Promise<LookResult<Memory>>;
  diagnose(frame: Frame): Diagnosis;
}

/** One look at a deployment, what it shows and what follows from it. */
export interface Observation<Memory> extends LookResult<Memory> {
  readonly diagnosis: Diagnosis;
  readonly decision: Decision;
  readonly history: History;
}

/**
 * Looks, diagnoses, decides. No deployment is failed on a view of the stack that is seconds old or without its tasks: then a second look at
 * the same moment reads what the first did not, and the decision is made anew.
 *
 * If CloudFormation turns back before the watch has a verdict, a last look reads the tasks, for the log: ECS keeps stopped tasks for a
 * while. The decision stays.
 */
export async function observe<Memory>(
  input: Omit<StepInput, 'frame' | 'diagnosis'>, memory: Memory, { look, diagnose }: Observer<Memory>,
): Promise<Observation<Memory>> {
  const first = await look({ memory });
  const observation = decide(first);
  if (isOver(observation)) return lookBack(observation);
  if (!fails(observation.decision) || isComplete(first.frame)) return observation;
  const second = await look({ memory: first.memory, fresh: true, stackOnly: first.frame.tasks !== undefined });
  return decide({ ...second, frame: supplement(second.frame, first.frame) });

  function decide({ frame, memory: after }: LookResult<Memory>): Observation<Memory> {
    const diagnosis = diagnose(frame);
    const { decision, history } = step({ ...input, frame, diagnosis });
    // Facts of the operation before are not those of this one: nothing of them is remembered.
    const showsOperationBefore = decision.kind === 'wait' && decision.putsOff === 'succeed';
    return { frame, memory: showsOperationBefore ? memory : after, diagnosis, decision, history };
  }

  async function lookBack(last: Observation<Memory>): Promise<Observation<Memory>> {
    const { frame } = await look({ memory: last.memory, fresh: true, past: true });
    return { ...last, frame, diagnosis: diagnose(frame) };
  }

  function isOver({ decision, frame }: Observation<Memory>): boolean {
    return decision.kind === 'succeed' && decision.unjudged === true && !isInProgress(frame.operation?.stackStatus);
  }

  function isComplete({ operation, tasks }: Frame): boolean {
    return operation?.checkedAt === input.now && Boolean(tasks);
  }
}

/** A failure that is put off is confirmed, too: the stack may be rolling back, and then the answer is due at once. */
function fails(decision: Decision): boolean {
  return decision.kind === 'fail' || (decision.kind === 'wait' && decision.putsOff === 'fail');
}
