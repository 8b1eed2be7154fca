import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Task } from '../../src/facts/model';
import { renderHtml } from '../../src/presentation/html';
import { addFrame, NO_TIMELINE, Timeline } from '../../src/presentation/page/timeline';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const iso = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const id = (n: number) => n.toString(16).padStart(32, '0');
/** ECS starts the next as soon as one has crashed. */
const EVERY = 20;

function task(n: number, now: number): Task {
  const over = now >= (n + 1) * EVERY;
  return {
    taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/prod/${id(n)}`, startedBy: 'ecs-svc/1', taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1',
    createdAt: iso(n * EVERY), startedAt: iso(n * EVERY + 5), lastStatus: over ? 'STOPPED' : 'RUNNING', desiredStatus: over ? 'STOPPED' : 'RUNNING',
    ...(over && { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', stoppingAt: iso((n + 1) * EVERY), stoppedAt: iso((n + 1) * EVERY) }),
    containers: [{ name: 'app', ...(over && { exitCode: 1 }) }],
  };
}

/** As ECS shows it: stopped tasks for an hour, in an order that says nothing. */
function frameAt(now: number): Frame {
  const from = Math.max(0, Math.floor((now - 3600) / EVERY));
  const tasks = Array.from({ length: Math.floor(now / EVERY) - from + 1 }, (_, i) => task(from + i, now))
    .sort((a, b) => Number(a.taskArn!.at(-1)! < b.taskArn!.at(-1)!) - 0.5);
  return {
    at: iso(now),
    service: {
      serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web', serviceName: 'web', status: 'ACTIVE', desiredCount: 1,
      deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'IN_PROGRESS', desiredCount: 1, createdAt: iso(0), taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1' }],
    },
    tasks,
  };
}

function watched(seconds: number, pause = 15): Timeline {
  let timeline = NO_TIMELINE;
  for (let now = 5; now <= seconds; now += pause) timeline = addFrame(timeline, frameAt(now));
  return timeline;
}

const caption = (page: string) => /<figcaption>(.*?) <span/.exec(page)?.[1];
const drawn = (page: string) => [...page.matchAll(/class="label task"[^>]*>task (\w+)</g)].map(([, short]) => short);

/** Diagnosed after two failures, watched for so long. */
const pageAfter = (seconds: number) => renderHtml([{ name: 'Shop/Web', frame: frameAt(50), timeline: watched(seconds), diagnosis: diagnose(frameAt(50)), lines: [], diagnosedAt: iso(50) }]);

describe('the page of a crash loop', () => {
  test('of minutes: every task is drawn and counted', () => {
    const page = pageAfter(305);
    expect(drawn(page)).toHaveLength(16);
    expect(caption(page)).toBe('1 deployment; 16 tasks of the deployment in question in 5 min, 15 failed. Diagnosed at 0:50.');
  });

  test('of three hours: all are counted, and the picture shows the tasks of the diagnosis and says what it leaves out', () => {
    const page = pageAfter(3 * 3600 - 10);
    expect(diagnose(frameAt(50)).causes[0].tasks).toEqual([id(0), id(1)]);
    expect(drawn(page)).toHaveLength(39);
    expect(caption(page)).toBe('1 deployment; at least 540 tasks of the deployment in question in 3 h 0 min, 539 failed. '
      + '39 of at least 540 tasks are drawn: the first that the diagnosis names, the newest that failed, and the newest. Diagnosed at 0:50.');
    const begun = [...page.matchAll(/<td>([\d:]+)<\/td><th scope="row">task \w+<\/th><td>pending</g)].map(([, at]) => at);
    expect(begun.slice(0, 3)).toEqual(['0:00', '0:20', '2:47:40']);
    expect(begun.at(-1)).toBe('2:59:40');
  });

  test('the memory of it does not grow', () => {
    const size = (seconds: number) => JSON.stringify(watched(seconds, 300)).length;
    expect(size(9 * 3600)).toBeLessThan(1.1 * size(6.5 * 3600));
  });
});

test('the policy of the page forbids scripts, other bases and forms', () => {
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(renderHtml([])) ?? [];
  expect(policy).toBe("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
});
