import { DEFAULT_OPTIONS, WatchOptions } from '../../src/contract';
import { History, newHistory } from '../../src/decision/model';
import { step } from '../../src/decision/step';
import { rules } from '../../src/diagnosis/causes';
import { Cause, Diagnosis } from '../../src/diagnosis/model';
import { Frame, Operation } from '../../src/facts/model';
import { at, crashed, DEPLOYMENT, id, service, task } from '../facts/aws/fake';

export { at, crashed, DEPLOYMENT, id, service, task };

/** With the traits of its rule. */
export function cause(more: Partial<Cause> = {}): Cause {
  const causeId = more.id ?? 'app-crashed';
  const traits = rules.find((rule) => rule.id === causeId)?.traits;
  return {
    id: causeId,
    ...traits && { traits },
    title: 'title',
    stage: 'health',
    certainty: 'certain',
    retry: 'maybe',
    symptomOnly: false,
    waiting: false,
    container: 'web',
    tasks: [],
    headline: 'headline',
    evidence: [],
    facts: [],
    fix: 'fix',
    docs: 'docs',
    ...more,
  };
}

export function diagnosis(causes: readonly Cause[] = [], more: Partial<Diagnosis> = {}): Diagnosis {
  return {
    status: 'in-progress', causes, summary: { failedTasks: 0, desiredCount: 2, taskDefinition: null, changes: [] }, impact: '', log: null, unavailable: [], ...more,
  };
}

export function operation(more: Partial<Operation> = {}): Operation {
  return { stackStatus: 'CREATE_IN_PROGRESS', resourceStatus: 'CREATE_IN_PROGRESS', resourceStatusAt: at(4), startedAt: at(0), deploymentId: DEPLOYMENT, ...more };
}

export function frame(seconds: number, more: Partial<Frame> = {}): Frame {
  return { at: at(seconds), operation: operation(), service: service(), unavailable: [], ...more };
}

export function options(more: Partial<WatchOptions> = {}): WatchOptions {
  return { ...DEFAULT_OPTIONS, ...more };
}

/** One after the other, as the watcher sees them; the last decision. */
type Seen = readonly [frame: Frame, diagnosis?: Diagnosis];

export function steps(looks: readonly Seen[], more: Partial<WatchOptions> = {}, start: History = newHistory(at(5))) {
  let history = start;
  const decisions = looks.map(([seen, found = diagnosis()]) => {
    const result = step({ history, frame: seen, diagnosis: found, now: seen.at, options: options(more) });
    // what the state machine does with it between two steps
    history = JSON.parse(JSON.stringify(result.history));
    return result.decision;
  });
  return { decisions, last: decisions[decisions.length - 1], history };
}

export const stopped = (...numbers: number[]) => numbers.map((n) => crashed(n, 10 + n));
export const ids = (...numbers: number[]) => numbers.map(id);

/** Tasks that have stopped, and their cause; ECS has started another task in their place. */
export function failing(
  seconds: number, numbers: readonly number[], more: Partial<Cause> = {}, facts: Partial<Frame> = {},
): [Frame, Diagnosis] {
  const tasks = [...stopped(...numbers), task(99, { createdAt: at(seconds) })];
  return [frame(seconds, { tasks, ...facts }), diagnosis([cause({ tasks: ids(...numbers), ...more })])];
}
export const NEVER: Partial<Cause> = { id: 'image-not-found', stage: 'pull', retry: 'never' };
export const LIKELY: Partial<Cause> = { id: 'spot-interruption', retry: 'likely' };
export const running = (n: number) => task(n, { lastStatus: 'RUNNING', startedAt: at(10), containers: [{ name: 'web' }] });
