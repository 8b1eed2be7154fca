import * as fc from 'fast-check';
import { DEFAULT_OPTIONS } from '../../../src/contract';
import { newHistory } from '../../../src/decision/model';
import { step } from '../../../src/decision/step';
import { diagnose } from '../../../src/diagnosis/engine';
import { AccountApi } from '../../../src/facts/aws/account-api';
import { Asked, checked } from '../../../src/facts/aws/answers';
import { AwsApi } from '../../../src/facts/aws/api';
import { look } from '../../../src/facts/aws/look';
import { Memory } from '../../../src/facts/aws/memory';
import { Cache } from '../../../src/facts/aws/reading';
import { Frame, Service, TaskDefinition } from '../../../src/facts/model';
import { fitting } from '../../../src/facts/shape';
import { frame as frameShape } from '../../../src/facts/shapes';
import { renderReason } from '../../../src/presentation/reason';
import { at, crashed, fakeAws, Facts, service, STACK, task, TASK_DEF, TARGET_GROUP } from '../../facts/aws/fake';
import { must, property, Property } from '../model';
import { mutated, Mutation, mutations } from '../mutate';

/** AWS as a look sees it, its answers changed after the SDK has read them. */
function changed(facts: Partial<Facts>, changes: readonly Mutation[]): AwsApi {
  const fake = fakeAws(facts);
  const calls = Object.entries(fake).filter(([, call]) => typeof call === 'function') as [string, (...given: readonly unknown[]) => Promise<object>][];
  return checked<AwsApi>(Object.fromEntries(calls.map(([name, call]) => [
    name, async (...given: readonly unknown[]) => mutated(await call(...given), changes),
  ])) as unknown as Asked<AwsApi & Pick<AccountApi, never>>);
}

/** Looks for five minutes, as the watcher would. */
async function watch(aws: AwsApi): Promise<{ readonly decisions: readonly string[]; readonly reason: string }> {
  const cache = new Cache();
  let memory: Memory = {};
  let history = newHistory(at(10));
  const decisions: string[] = [];
  let reason = '';
  for (const seconds of [10, 40, 100, 300]) {
    const now = at(seconds);
    const seen = await look(aws, cache, { stackId: STACK, serviceLogicalId: 'Service', now, memory });
    fitting(frameShape, seen.frame, ({ path, expected }) => { throw new Error(`${path} is not ${expected}`); });
    const diagnosis = diagnose(seen.frame);
    reason = renderReason(diagnosis, {}, 3300);
    const { decision, history: next } = step({ history, frame: seen.frame, diagnosis, now, options: DEFAULT_OPTIONS });
    decisions.push(decision.kind);
    if (decision.kind !== 'wait') break;
    ({ memory } = seen);
    history = next;
  }
  return { decisions, reason };
}

const running = (n: number) => task(n, { lastStatus: 'RUNNING', startedAt: at(9), containers: [{ name: 'web', lastStatus: 'RUNNING', runtimeId: 'r', healthStatus: 'HEALTHY' }] });
const [deployment] = service().deployments!;
const balanced = { loadBalancers: [{ targetGroupArn: TARGET_GROUP, containerName: 'web', containerPort: 80 }] };
const healthy: Partial<Facts> = {
  service: service({ ...balanced, runningCount: 2, pendingCount: 0, deployments: [{ ...deployment, runningCount: 2, pendingCount: 0 }] }),
  tasks: [running(1), running(2)],
  targetHealth: [{ Target: { Id: '10.0.0.1', Port: 80 }, TargetHealth: { State: 'healthy' } }],
};
const failing: Partial<Facts> = {
  service: service({ ...balanced, deployments: [{ ...deployment, failedTasks: 2 }] }),
  tasks: [crashed(1, 20), crashed(2, 25), task(3)],
  logs: { [`api/web/${'00000001'.padEnd(32, '0')}`]: [{ timestamp: Date.parse(at(19)), message: 'Error: listen EADDRINUSE: address already in use :::80' }] },
};

/** A frame of a deployment in which nothing is wrong, seen from every side. */
const wellFrame: Frame = {
  at: at(300),
  operation: { stackStatus: 'CREATE_IN_PROGRESS', resourceStatus: 'CREATE_IN_PROGRESS', startedAt: at(0), deploymentId: deployment.id },
  service: { ...healthy.service as Service, events: [{ id: '1', createdAt: at(20), message: '(service api) has started 2 tasks: (task 1) (task 2).' }] },
  tasks: [running(1), running(2)],
  taskDefinition: TASK_DEF as TaskDefinition,
  targetGroups: [{ TargetGroupArn: TARGET_GROUP, HealthCheckPath: '/health' }],
  targetHealth: { [TARGET_GROUP]: healthy.targetHealth ?? [] },
  logs: { web: { [`${'00000001'.padEnd(32, '0')}`]: [{ timestamp: Date.parse(at(19)), message: 'listening on 80' }] } },
};

export const looks: readonly Property[] = [
  property('a look at changed answers of AWS tells or waits', 3, () => fc.tuple(fc.constantFrom(healthy, failing), mutations(['replace', 'remove', 'repeat', 'reverse', 'add'], 4)), async ([facts, changes]) => {
    const { reason } = await watch(changed(facts, changes));
    must(!/\[object|\bundefined\b/.test(reason), () => reason);
  }),
  property('a healthy deployment of which less is known does not fail', 2, () => mutations(['remove', 'repeat', 'reverse', 'add'], 5), async (changes) => {
    const { decisions, reason } = await watch(changed(healthy, changes));
    must(!decisions.includes('fail'), () => `it failed: ${reason}`);
  }),
  property('a healthy frame of which less is known does not fail', 2, () => mutations(['remove', 'repeat', 'reverse', 'add'], 5), (changes) => {
    const frame = fitting(frameShape, mutated(wellFrame, changes, ['at']), () => undefined) as Frame;
    const diagnosis = diagnose(frame);
    for (const startedAt of [at(0), at(-600)]) {
      const { decision } = step({ history: newHistory(startedAt), frame, diagnosis, now: at(300), options: DEFAULT_OPTIONS });
      must(decision.kind !== 'fail', () => `it failed: ${decision.because}`);
    }
  }),
];
