import { assembly } from './support';
import { newHistory } from '../../src/decision/model';
import { step } from '../../src/decision/step';
import { diagnose } from '../../src/diagnosis/engine';
import type { Frame } from '../../src/facts/model';
import { createLab } from '../../src/lab/lab';
import { readOptions } from '../../src/runtime/options';

const service = { Cluster: { Ref: 'Cluster' }, TaskDefinition: { Ref: 'Task' }, LaunchType: 'FARGATE', DesiredCount: 2, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } } };
const logConfiguration = { LogDriver: 'awslogs', Options: { 'awslogs-group': { Ref: 'Logs' }, 'awslogs-stream-prefix': 'p', 'awslogs-region': 'eu-west-1' } };
const shop = () => assembly({
  Resources: {
    Cluster: { Type: 'AWS::ECS::Cluster' },
    Logs: { Type: 'AWS::Logs::LogGroup' },
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Family: 'shop', ContainerDefinitions: [{ Name: 'web', Image: 'shop:1', Essential: true, LogConfiguration: logConfiguration }] } },
    Api: { Type: 'AWS::ECS::Service', Properties: { ...service, DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } } } },
  },
});
const crash = { containers: { web: { logs: [[0.2, 'Error: DB_URL is not set']] as [number, string][], exit: { code: 1, after: 1 } } } };

test('a run yields a recording that the diagnosis reads like any other', async () => {
  const lab = await createLab({ record: true, scenario: { scenario: 1, title: 'crash', services: { Api: { rules: [crash] } } } });
  const { stackStatus } = await lab.deploy({ assembly: shop() });
  const { provenance, frames } = lab.recording('Api');
  expect(stackStatus).toBe('ROLLBACK_COMPLETE');
  expect(provenance).toMatchObject({ kind: 'constructed', source: 'local lab: crash', date: '2026-01-05' });
  expect(frames.length).toBeGreaterThan(5);
  expect([...frames.map((f) => f.at)].sort()).toEqual(frames.map((f) => f.at));
  // plain JSON: what comes back from a file is the same
  expect(JSON.parse(JSON.stringify(frames))).toEqual(frames);

  let history = newHistory(frames[0].at);
  const decided = (frames as readonly Frame[]).map((frame) => {
    const diagnosis = diagnose(frame);
    const result = step({ history, frame, diagnosis, now: frame.at, options: readOptions('{}') });
    history = result.history;
    return { ...result.decision, cause: diagnosis.causes[0]?.id };
  });
  expect(decided.find((d) => d.kind === 'fail')).toMatchObject({ cause: 'app-config-missing' });
  await lab.close();
});

test('facts that have not changed are kept once; without the option there is no recording', async () => {
  const lab = await createLab({ record: true, scenario: { scenario: 1, services: { Api: { rules: [{ hang: 'PROVISIONING' }] } } } });
  lab.at(600, () => { void lab.engine.delete('Shop'); });
  await lab.deploy({ assembly: shop() });
  expect(lab.recording().frames.length).toBeLessThan(12);
  await lab.close();
  const plain = await createLab();
  expect(() => plain.recording()).toThrow('record: true');
  await plain.close();
});
