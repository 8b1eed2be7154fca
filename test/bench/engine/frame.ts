import { Frame, LogLine } from '../../../src/facts/model';

export interface FrameSize {
  readonly tasks: number;
  readonly events: number;
  /** Of all logs together. */
  readonly logLines: number;
}

/** As large as a frame gets: ECS keeps 100 events of a service (Amazon ECS API Reference, Service), DescribeTasks takes 100 tasks. */
export const LARGE: FrameSize = { tasks: 100, events: 100, logLines: 1000 };
/** Of a poll in an ordinary deployment that fails. */
export const ORDINARY: FrameSize = { tasks: 4, events: 12, logLines: 40 };

const TARGET_GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef';
const STOPS = [
  ['EssentialContainerExited', 'Essential container in task exited'],
  ['ServiceSchedulerInitiated', `Task failed ELB health checks in (target-group ${TARGET_GROUP})`],
  ['TaskFailedToStart', 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: '
    + 'service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key KEY'],
] as const;
const STREAMS = 10;

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

/** A deployment that fails in three ways at once, nine tasks of ten stopped. Each seed makes a new frame, so that no memo knows it. */
export function frameOf({ tasks, events, logLines }: FrameSize, seed: number): Frame {
  const id = (i: number) => (seed * 10_000 + i).toString(16).padStart(32, 'a');
  const streams = Math.min(STREAMS, tasks);
  return {
    at: at(300),
    operation: { stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(-5) },
    tasks: Array.from({ length: tasks }, (_, i) => ({
      taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/c/${id(i)}`,
      startedBy: 'ecs-svc/1',
      group: 'service:web',
      ...(i < Math.ceil(tasks * 0.9)
        ? { lastStatus: 'STOPPED', stopCode: STOPS[i % 3][0], stoppedReason: STOPS[i % 3][1], stoppedAt: at(i + 60) }
        : { lastStatus: 'RUNNING' }),
      createdAt: at(i),
      startedAt: at(i + 20),
      containers: [{ name: 'web', ...(i % 3 === 0 && { exitCode: 1 }) }, { name: 'proxy', exitCode: 143 }],
    })),
    service: {
      serviceName: 'web',
      desiredCount: Math.ceil(tasks / 2),
      deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', createdAt: at(0), desiredCount: Math.ceil(tasks / 2), rolloutState: 'IN_PROGRESS' }],
      events: Array.from({ length: events }, (_, i) => ({
        id: `${i}`,
        createdAt: at(i),
        message: i % 4
          ? `(service web) has started 1 tasks: (task ${id(i)}).`
          : `(service web) (task ${id(i)}) (port 8080) is unhealthy in (target-group ${TARGET_GROUP}) due to (reason Request timed out).`,
      })),
      loadBalancers: [{ containerName: 'web', containerPort: 8080 }],
    },
    logs: { web: Object.fromEntries(Array.from({ length: streams }, (_, i) => [id(i * 3), linesOf(Math.round(logLines / streams), i)])) },
  };
}

function linesOf(count: number, stream: number): readonly LogLine[] {
  return Array.from({ length: count }, (_, k) => ({
    timestamp: k,
    message: k % 10
      ? `2026-01-01T00:00:00Z INFO request ${stream} ${k} handled in 12 ms`
      : `{"level":50,"msg":"could not connect to db ${k}","err":{"message":"ECONNREFUSED"}}`,
  }));
}
