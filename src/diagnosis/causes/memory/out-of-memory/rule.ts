import { Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { containerOf, definitionOf } from '../../../read';
import { nameInFix } from '../../../text';
import { called, either, ended, guide, Hit, quoted, stated } from '../../kit';
import { heapAboveLimit, HeapAboveLimit, heapBelowLimit, memoryOf, OWN_HEAP, raise } from '../limit';

const INFO = {
  id: 'out-of-memory',
  family: 'memory',
  title: 'Container or process ran out of memory',
  stage: 'run',
  retry: 'maybe',
  traits: { namedByEcs: true },
  // a server whose workers are killed does not answer in time
  explains: [
    'elb-health-check', 'elb-health-check-timeout', 'elb-health-check-connection', 'elb-health-check-status', 'container-health-check',
  ],
  docs: guide('out-of-memory'),
} as const;

export const outOfMemory = either(
  stated({
    ...INFO,
    // The reason wins over the exit code: a killed child process leaves exit code 0 or 1 (aws/amazon-ecs-agent#2467).
    headline: (hit) => `${hit.who} was killed: out of memory${heapOf(hit)?.inBrackets ?? memoryOf(hit.frame, hit.container)}`,
    facts: (hit) => [
      ...heapOf(hit)?.facts ?? [],
      ...hit.tasks.slice(0, 1).map((t) => {
        const code = containerOf(t, hit.container)?.exitCode;
        // of a container that never started, the process was its own first one
        return typeof code === 'number' && code !== 137 && !/CannotStart|init was OOM/i.test(hit.text)
          && `its exit code is ${code}: a child process was killed, so AWS's reason decides, not the exit code`;
      }),
    ],
    fix: (hit) => heapOf(hit)?.fix ?? raise(hit.frame, hit.container),
    // The kernel kills without a word: of the log only the line about the heap counts.
    seen: (hit) => {
      const line = heapOf(hit)?.heap.line;
      return line !== undefined && hit.container && hit.tasks[0] ? { task: hit.tasks[0], container: hit.container, line } : undefined;
    },
    aside: true,
  }),
  ended({
    ...INFO,
    headline: (ending, line, frame) => {
      const { name } = ending.container;
      if (isWorker(ending, line)) return `workers of ${called(name)} were killed: out of memory${memoryOf(frame, name)}`;
      return `${called(name)} ran out of memory (exit code ${ending.exitCode})${line ? ': ' : ''}${quoted(line)}`;
    },
    facts: (ending, line, frame) => [
      isWorker(ending, line) && 'the kernel sends SIGKILL to a process when the memory of its container or task is used up',
      ending.child && 'the container itself lives on, so that ECS sees only failed health checks',
      ...heapOfEnding(ending, line, frame)?.facts ?? [],
    ],
    fix: (ending, line, frame) => (isWorker(ending, line)
      ? `${raise(frame, ending.container.name)}; or run fewer workers (--workers or WEB_CONCURRENCY of gunicorn, --concurrency of Celery,`
        + ' processes of uWSGI, pm.max_children of PHP-FPM)'
      : tableOfFiles(ending, line) ?? heapOfEnding(ending, line, frame)?.fix
        ?? ofJvm(frame, ending, line) ?? heapBelowLimit(frame, ending.container.name, [ending.task], line)
        ?? `${raise(frame, ending.container.name)}; ${heapAdvice(line)}`),
  }),
);

/**
 * Erlang lays out a table of ports as long as the limit of open files, which is about a billion where systemd of the host leaves it
 * unlimited, as on Amazon Linux 2023 (awslabs/amazon-eks-ami#1746).
 */
function tableOfFiles({ container: { name } }: Ending, line: string | undefined): string | undefined {
  return /"port_tab"/.test(line ?? '')
    ? `limit the open files of container ${name}, by which Erlang sizes this table: addUlimits({ name: UlimitName.NOFILE, softLimit: 65536,`
      + ' hardLimit: 65536 }), or ERL_FLAGS=\'+Q 65536\'; more memory does not help'
    : undefined;
}

/** The host refuses memory to a JVM, whose container needs no limit for that (HotSpot, vmError.cpp). */
function ofJvm(frame: Frame, { container: { name } }: Ending, line = ''): string | undefined {
  const { memory, environment } = definitionOf(frame, name) ?? {};
  const isRefused = /Out of Memory Error \(os_|insufficient memory for the Java Runtime/.test(line);
  if (memory || frame.taskDefinition?.memory || !isRefused) return undefined;
  const variable = environment?.find(({ value = '' }) => /-Xm[sx]/.test(value))?.name ?? 'JAVA_TOOL_OPTIONS';
  return `take instances with more memory, or a smaller heap: -Xms and -Xmx in ${nameInFix(variable)} of addContainer('${name}');`
    + ' the container has no limit of its own';
}

/** A heap that is full has what it may have. */
function heapOfEnding({ container: { name }, task }: Ending, line: string | undefined, frame: Frame): HeapAboveLimit | undefined {
  return OWN_HEAP.test(line ?? '') ? undefined : heapAboveLimit(frame, name, [task]);
}

/** .NET reserves a heap for each core of the host (dotnet/runtime#76199). */
function heapAdvice(line: string | undefined): string {
  if (/shared memory/.test(line ?? '')) return 'or lower shared_buffers of PostgreSQL to a quarter of the memory';
  return /CoreCLR|GC heap/.test(line ?? '')
    ? 'or let .NET take fewer heaps: DOTNET_gcServer=0, DOTNET_GCHeapCount=1 or a cpu limit'
    : 'set the heap of the language runtime below the limit (e.g. --max-old-space-size)';
}

/** One of several processes of the container was killed: the log names a signal, not a shortage. */
function isWorker({ child }: Ending, line: string | undefined): boolean {
  return child !== undefined || /SIGKILL|\bsignal:? (9|killed)\b/i.test(line ?? '');
}

function heapOf({ frame, container, tasks }: Hit): HeapAboveLimit | undefined {
  return heapAboveLimit(frame, container, tasks);
}
