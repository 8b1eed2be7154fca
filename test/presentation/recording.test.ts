import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Recording } from '../../src/facts/model';
import { lastFrame, parseRecording } from '../../src/facts/replay';
import { redactRecording } from '../../src/presentation/recording';

const recording = (frame: Partial<Frame>): Recording => ({ recording: 1, frames: [{ at: '2026-11-23T10:00:00.000Z', ...frame }] });

test('values of the environment go, their names stay; what says nothing about anybody stays', () => {
  const environment = [{ name: 'DB_HOST', value: 'db.internal.example' }, { name: 'PORT', value: '8080' }, { name: 'NODE_ENV', value: 'production' }, { name: 'EMPTY' }];
  const definition = { containerDefinitions: [{ name: 'api', environment }] };
  const { frames: [frame] } = redactRecording(recording({ taskDefinition: definition, previousTaskDefinition: definition }));
  const expected = [{ name: 'DB_HOST', value: '***' }, { name: 'PORT', value: '8080' }, { name: 'NODE_ENV', value: 'production' }, { name: 'EMPTY' }];
  expect(frame.taskDefinition?.containerDefinitions?.[0].environment).toEqual(expected);
  expect(frame.previousTaskDefinition?.containerDefinitions?.[0].environment).toEqual(expected);
});

test('account numbers: equal ones stay equal, different ones different; other numbers stay', () => {
  const { frames: [frame] } = redactRecording(recording({
    service: { serviceArn: 'arn:aws:ecs:eu-west-1:345678901234:service/prod/web', roleArn: 'arn:aws:iam::456789012345:role/x' },
    tasks: [{ stoppedReason: 'pull 345678901234.dkr.ecr.eu-west-1.amazonaws.com/web:1 denied; order 567890123456 lost' }],
    targetHealth: { 'arn:aws:elasticloadbalancing:eu-west-1:345678901234:targetgroup/a/1': [] },
  }));
  expect(frame.service).toMatchObject({ serviceArn: 'arn:aws:ecs:eu-west-1:111111111111:service/prod/web', roleArn: 'arn:aws:iam::222222222222:role/x' });
  expect(frame.tasks?.[0].stoppedReason).toBe('pull 111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1 denied; order 567890123456 lost');
  expect(Object.keys(frame.targetHealth ?? {})).toEqual(['arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/a/1']);
});

test('secrets in logs and commands, and the patterns that were asked for', () => {
  const text = JSON.stringify(redactRecording(recording({
    logs: { api: { t: [{ timestamp: 1, message: 'connect postgres://app:hunter2@db/x, customer 4711' }] } },
    taskDefinition: { containerDefinitions: [{ name: 'api', command: ['run', '--password=hunter2'] }] },
  }), ['customer \\d+']));
  expect(text).not.toMatch(/hunter2|4711/);
});

test('a secret whose name is the word or the event before', () => {
  const key = Array.from({ length: 5 }, (_, i) => `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${'aB3/'.repeat(7)}xY+${i}`);
  const { frames: [frame] } = redactRecording(recording({
    logs: { api: { t: [...key, '-----END PRIVATE KEY-----', 'Error: bad key'].map((message, timestamp) => ({ timestamp, message })) } },
    taskDefinition: { containerDefinitions: [{ name: 'api', command: ['run', '--db-password', 'hunter2', '--port', '80'], entryPoint: ['mysql', '-u', 'root', '-phunter2', 'db'] }] },
  }));
  expect(frame.logs?.api.t.map((l) => l.message)).toEqual([...key.map(() => '***'), '***', 'Error: bad key']);
  expect(frame.taskDefinition?.containerDefinitions?.[0]).toMatchObject({ command: ['run', '--db-password', '***', '--port', '80'], entryPoint: ['mysql', '-u', 'root', '***', 'db'] });
});

test('a redacted recording is a recording, and leads to the same causes', () => {
  const folder = join(__dirname, '..', 'corpus', 'cases');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.endsWith('.expect.json'));
  expect(files.length).toBeGreaterThan(15);
  for (const file of files) {
    const before = parseRecording(readFileSync(join(folder, file), 'utf8'));
    const after = parseRecording(JSON.stringify(redactRecording(before)));
    const ids = (one: Recording) => diagnose(lastFrame(one)).causes.map((c) => c.id);
    expect([file, ids(after)]).toEqual([file, ids(before)]);
  }
});
