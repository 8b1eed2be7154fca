import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Task } from '../../src/facts/model';
import { Example } from '../corpus/example';
import { buildFrame } from '../corpus/frame';

/** Logs of healthy starts: the first line of a file names software, harmless noise and source, the others are the log. */
const FOLDER = join(__dirname, '..', 'corpus', 'healthy');
const files = readdirSync(FOLDER);

/** Ends of a container that have nothing to do with its log. */
const ENDS: readonly Pick<Example, 'kind' | 'text' | 'exitCode'>[] = [
  {
    kind: 'stoppedReason',
    text: 'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/tg/0123456789abcdef)',
    exitCode: 143,
  },
  { kind: 'stoppedReason', text: 'Task failed container health checks', exitCode: 137 },
  { kind: 'stoppedReason', text: 'Host EC2 (instance i-0123456789abcdef0) terminated.', exitCode: 143 },
  { kind: 'stoppedReason', text: 'Scaling activity initiated by (deployment ecs-svc/1234567890123456789)', exitCode: 143 },
  { kind: 'containerReason', text: 'OutOfMemoryError: Container killed due to memory usage', exitCode: 137 },
];

/** The log within the first seconds of each task that stopped. */
function withLog(frame: Frame, lines: readonly string[]): Frame {
  const name = frame.taskDefinition?.containerDefinitions?.[0].name ?? '';
  const tail = ({ createdAt, startedAt }: Task) => {
    const start = Date.parse(String(startedAt ?? createdAt));
    return lines.map((message, i) => ({ timestamp: start + 100 * (i + 1), message }));
  };
  const stopped = (frame.tasks ?? []).filter(({ stoppedReason }) => stoppedReason);
  return { ...frame, logs: { [name]: Object.fromEntries(stopped.map((task) => [task.taskArn?.split('/').pop(), tail(task)])) } };
}

/** The constructed load balancer checks a port of its own, so a log that names another one is rightly read as such. */
const claims = (frame: Frame) => diagnose(frame).causes.map(({ id }) => id).filter((id) => id !== 'app-port-mismatch');

test('there are 500', () => expect(files.length).toBeGreaterThanOrEqual(500));

test.each(files)('%s: the log of a healthy start adds no cause', (file) => {
  const lines = readFileSync(join(FOLDER, file), 'utf8').split('\n').slice(1).filter(Boolean);
  expect(lines.length).toBeGreaterThanOrEqual(8);
  for (const end of ENDS) {
    const { frame } = buildFrame({ ...end, name: file, source: 'constructed' });
    expect(claims(withLog(frame, lines))).toEqual(claims(frame));
  }
});
