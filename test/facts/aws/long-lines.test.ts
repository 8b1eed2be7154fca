import { at as when, crashed, fakeAws, id, task } from './fake';
import { see, withDeployment } from './see';
import { diagnose } from '../../../src/diagnosis/engine';
import { Frame } from '../../../src/facts/model';
import { redactRecording } from '../../../src/presentation/recording';
import { renderFull } from '../../../src/presentation/terminal';

const SECRET = 'hunter2hunter2';
const DSN = `"dsn":"postgres://app:${SECRET}@db/app"}`;

/** A log as one look reads it, as a message and as a recording. */
async function shown(...messages: readonly string[]): Promise<string> {
  const lines = messages.map((message, i) => ({ timestamp: Date.parse(when(10)) + i, message }));
  const aws = fakeAws({ tasks: [crashed(1, 20), task(2)], service: withDeployment({ failedTasks: 1 }), logs: { [`api/web/${id(1)}`]: lines } });
  const { frame } = await see(aws, 25);
  expect(frame.logs?.web?.[id(1)]?.length).toBeGreaterThan(0);
  return renderFull(diagnose(frame)) + JSON.stringify(redactRecording(recordingOf(frame)));
}

function recordingOf(frame: Frame) {
  return { recording: 1 as const, provenance: { source: 'x', kind: 'constructed' as const, date: '2026-11-23' }, frames: [frame] };
}

const filled = (length: number, end: string, part = 'word ') => `${part.repeat(Math.ceil(length / part.length)).slice(0, length - end.length)}${end}`;

describe('V4: no cut halves a secret before it is redacted', () => {
  test.each([4000, 65_536, 200_000])('a JSON line that has a URL with a password at character %d', async (at) => {
    const begin = '{"level":"error","msg":"';
    for (const inside of [1, 6, SECRET.length - 1, SECRET.length + 1]) {
      const room = at - inside - DSN.indexOf(SECRET) - 2;
      const lines = [`${begin}${filled(room - begin.length, '')}",${DSN}`, `${filled(room, '', '"k":"v",')}",${DSN}`];
      expect(lines[0].indexOf(SECRET)).toBe(at - inside);
      expect(await shown(...lines)).not.toContain(SECRET.slice(0, 3));
    }
  });

  test.each([[16_384], [262_118]])('a line that the awslogs driver splits after %d bytes, at any place of the password', async (at) => {
    for (const inside of [3, SECRET.length - 2]) {
      const whole = `${filled(at - DSN.indexOf(SECRET) - inside, '')}${DSN}${' error'.repeat(20)}`;
      expect(await shown('starting', whole.slice(0, at), whole.slice(at), 'the end')).not.toMatch(new RegExp(`${SECRET.slice(0, 3)}|${SECRET.slice(-inside)}`));
    }
  });

  test.each([1, 2, 3])('the first of the events that are read is part %d of a line that the driver splits', async (part) => {
    const parts = [filled(16_384, `"password":"${SECRET.slice(0, 6)}`), filled(16_384, SECRET.slice(0, 6), `${SECRET.slice(6)}","msg":"`), `${SECRET.slice(6)}","level":"error"}`];
    const messages = [...parts, ...Array.from({ length: 101 - parts.length + part - 1 }, (_, i) => `line ${i}`)];
    const lines = messages.map((message, i) => ({ timestamp: Date.parse(when(10)) + i, message }));
    const aws = fakeAws({ tasks: [crashed(1, 20), task(2)], service: withDeployment({ failedTasks: 1 }), logs: { [`api/web/${id(1)}`]: lines } });
    const read = (await see(aws, 25)).frame.logs?.web?.[id(1)] ?? [];
    expect(read.map(({ message }) => message)).toEqual(messages.slice(parts.length));
  });

  test('of a hundred events none is left out', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => ({ timestamp: Date.parse(when(10)) + i, message: `line ${i}` }));
    const aws = fakeAws({ tasks: [crashed(1, 20), task(2)], service: withDeployment({ failedTasks: 1 }), logs: { [`api/web/${id(1)}`]: lines } });
    expect((await see(aws, 25)).frame.logs?.web?.[id(1)]).toEqual(lines);
  });

  test('a character that the split cuts', async () => {
    const head = `${filled(16_383 - DSN.indexOf(SECRET) - 3, '')}${DSN.slice(0, DSN.indexOf(SECRET) + 3)}\ufffd`;
    expect(await shown('starting', head, `\ufffd\ufffd${DSN.slice(DSN.indexOf(SECRET) + 3)}`, 'the end')).not.toContain(SECRET.slice(3));
  });

  test('events of other sizes stay apart', async () => {
    const lines = [filled(16_000, 'Error: one'), 'two', filled(17_000, 'three')].map((message, i) => ({ timestamp: Date.parse(when(10)) + i, message }));
    const aws = fakeAws({ tasks: [crashed(1, 20), task(2)], service: withDeployment({ failedTasks: 1 }), logs: { [`api/web/${id(1)}`]: lines } });
    expect((await see(aws, 25)).frame.logs?.web?.[id(1)]).toEqual(lines);
  });

  test.each([150, 155, 158, 160, 165])('the last line before a stop, with the password at character %d', (at) => {
    const time = (second: number) => Date.parse('2026-11-23T10:00:00Z') + 1000 * second;
    const frame: Frame = {
      at: '2026-11-23T10:05:00Z',
      service: {
        serviceName: 'web', desiredCount: 1, healthCheckGracePeriodSeconds: 0,
        loadBalancers: [{ targetGroupArn: 'tg', containerName: 'web', containerPort: 8080 }],
        deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', createdAt: '2026-11-23T10:00:00Z', desiredCount: 1 }],
      },
      tasks: [{
        taskArn: 'x/aaaaaaaa', startedBy: 'ecs-svc/1', lastStatus: 'STOPPED', createdAt: '2026-11-23T10:00:00Z', startedAt: '2026-11-23T10:00:10Z',
        stoppingAt: '2026-11-23T10:01:00Z', stoppedAt: '2026-11-23T10:01:05Z', stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: 'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0a1b)',
        containers: [{ name: 'web', lastStatus: 'STOPPED', exitCode: 143 }],
      }],
      logs: { web: { aaaaaaaa: [
        { timestamp: time(11), message: 'starting the application' }, { timestamp: time(59), message: `loading ${filled(at - 30, '')} from postgres://app:${SECRET}@db/app` },
      ] } },
    };
    const text = renderFull(diagnose(frame));
    expect(text).toContain('last line before the stop: ');
    expect(text.split('\n').filter((line) => line.startsWith('last line')).join()).not.toContain(SECRET.slice(0, 3));
  });
});
