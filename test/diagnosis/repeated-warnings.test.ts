import { at, checked, text } from './given';

/** A program that has not got as far as its port, and says why in the same warning again and again. */
const previous = { containerDefinitions: [{ name: 'web', portMappings: [{ containerPort: 8080 }] }] };
const old = { taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/00000000', startedBy: 'ecs-svc/1', lastStatus: 'RUNNING', createdAt: at(0) };
const failing = (line: string, more: readonly string[] = []) => checked('Health checks failed', {}, {
  previous, running: [old], log: ['Starting', ...Array.from({ length: 6 }, (_, i) => `2026-11-23 10:00:4${i}.1: ${line}`), ...more],
});

test.each([
  // https://github.com/tensorflow/serving/issues/1723
  ['TensorFlow Serving', 'W tensorflow_serving/sources/storage_path/file_system_storage_path_source.cc:267] No versions of servable ssd found under base path /models/ssd', 'No versions of servable ssd found'],
  ['a queue', 'WARN waiting for leader of topic orders', 'waiting for leader'],
  ['a peer', 'level=warning no peers available, retrying', 'no peers available'],
])('%s', (_name, line, words) => {
  const cause = failing(line);
  expect(cause.id).toBe('elb-health-check-connection');
  expect(cause.headline).toContain('and logs: "');
  expect(cause.headline).toContain(words);
  expect(cause.fix).toContain(words);
  expect(cause.fix).toContain('port and target group are those of the revision that serves');
  expect(text(cause)).not.toMatch(/listen on 0\.0\.0\.0|match protocol and port/);
});

test('other lines after it, or a port on which it listens: the warning is not what holds it up', () => {
  const line = 'WARN cache is cold';
  expect(failing(line, ['step 2 done']).fix).not.toContain('what the log repeats');
  expect(failing(line, ['Listening on 0.0.0.0:8080']).fix).not.toContain('what the log repeats');
});
