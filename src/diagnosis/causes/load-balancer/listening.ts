import { checkFailures } from './check-failures';
import { Frame, Task } from '../../../facts/model';
import { failedTasks, logLines, runningTasks, targets } from '../../read';
import { oncePer } from '../../read/memo';

/** An address on which the application listens, by its own log. */
export interface Listening {
  readonly port: number;
  readonly host?: string;
  readonly line: string;
}

const HOST = '(?:https?:\\/\\/|tcp:\\/\\/)?(\\[[0-9a-f:]*\\]|[\\w.-]+|\\*)?';
const READY = '(?:listen(?:ing|s|er)?|running|serving|served|bound|binding|available|started|ready|accepting)';
const PATTERNS: readonly RegExp[] = [
  new RegExp(`\\b${READY}\\b[^\\n]{0,60}?\\b(?:on|at|to|:)\\s*:?\\s*${HOST}:(\\d{2,5})\\b`, 'i'),
  /\b(?:listen(?:ing|s|er)?|running|serving|started|ready|bound|initialized|starting)\b[^\n]{0,60}?\bports?(?:\(s\))?[\s:=]+(?:\(?https?\)?\s*)?()(\d{2,5})\b/i,
  /^\s*(?:-|\u279c|>)?\s*(?:Local|Network):\s+https?:\/\/(\[[0-9a-f:]*\]|[\w.-]+):(\d{2,5})/i,
  /\bhttps?:\/\/(0\.0\.0\.0|127\.0\.0\.1|localhost|\[::1?\]):(\d{2,5})\b/i,
];
const NOT_HTTP = /metrics|prometheus|debug|actuator|management|admin|profil|pprof|grpc health|statsd|inspector/i;

const HINT = /listen|runn|serv|start|ready|bound|bind|accept|available|initiali|Local:|Network:|https?:/i;

export function listeningIn(line: string): Listening | undefined {
  if (!HINT.test(line)) return undefined;
  for (const pattern of PATTERNS) {
    const match = pattern.exec(line);
    const port = Number(match?.[2]);
    if (match && port > 0 && port < 65536) return { port, host: match[1]?.toLowerCase() || undefined, line: line.trim() };
  }
  return undefined;
}

/** A load balancer that cannot connect, joined with the addresses on which the application listens by its own log. */
interface Unreached {
  readonly container: string;
  /** The port that the load balancer checks. */
  readonly expected: number;
  readonly listening: readonly Listening[];
  readonly tasks: readonly Task[];
  readonly quotes: readonly string[];
}

export const unreached = oncePer((frame: Frame): readonly Unreached[] => {
  return checkFailures(frame).filter((f) => f.cause !== 'elb-health-check-status').flatMap((failure) => {
    const container = failure.registered.name;
    const checkPort = targets(frame).find((t) => t.groupArn === failure.groupArn)?.health.HealthCheckPort ?? failure.group?.HealthCheckPort;
    const expected = Number(checkPort) || failure.port || failure.registered.port;
    if (!container || !expected) return [];
    const listening = [...failedTasks(frame), ...runningTasks(frame)]
      .flatMap((task) => logLines(frame, container, task))
      .flatMap((l) => listeningIn(l.message ?? '') ?? [])
      .filter((l) => !NOT_HTTP.test(l.line) || l.port === expected);
    if (!listening.length) return [];
    return [{ container, expected: hostToContainer(frame, expected), listening, tasks: failure.tasks, quotes: failure.quotes }];
  });
});

/** In bridge mode the load balancer connects to a host port; the application listens on the container port behind it. */
function hostToContainer(frame: Frame, port: number): number {
  const binding = runningTasks(frame).flatMap((t) => t.containers ?? []).flatMap((c) => c.networkBindings ?? [])
    .find((b) => b.hostPort === port);
  return binding?.containerPort ?? port;
}

export const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;
