import { Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { definitionOf, launchTypeOf, logLines, onInstances } from '../../../read';
import { alternatives } from '../../../text';
import { ended, exits, guide, quoted } from '../../kit';

export const osLimitTooLow = ended({
  id: 'os-limit-too-low',
  family: 'startup',
  title: 'Limit of the operating system too low',
  stage: 'run',
  retry: 'never',
  docs: guide('task_definition_parameters'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  onHost: true,
  facts: () => ['the program needs more than a limit of the operating system allows'],
  fix: (ending, line, frame) => {
    const others = otherLimits(frame, ending).map((other) => fixOf(other, ending, frame));
    return [...new Set([fixOf(line ?? '', ending, frame), ...others])].join('; and ');
  },
});

/** A program that checks its limits at start prints each that is too low: Elasticsearch, OpenSearch, CrateDB. */
const CHECKED = /\bmax [\w .]{3,60} \[\d+\].{0,120} is too low|memory locking requested .{0,60}not locked/i;
const WARNING = /\bWARN(ING)?\b/;

function otherLimits(frame: Frame, { task, container }: Ending): readonly string[] {
  const lines = logLines(frame, container.name, task).filter(({ mild }) => !mild).map(({ message = '' }) => message);
  return lines.filter((text) => CHECKED.test(text) && !WARNING.test(text));
}

/** Linux, inotify(7): `max_user_instances` and `max_user_watches` count for a user id on the whole host, all containers together. */
const INOTIFY = /inotify|watchers|fsnotify|file watch|open files, watch\b|monitor directories/i;
const WATCHES = alternatives(
  String.raw`watch(?:es|ers)?\b.{0,20}(?:limit|reached)|limit .{0,30}(?:watches|watchers)|file watch|no space|ENOSPC`,
  String.raw`monitor directories`,
);

function watchFewer(line: string, frame: Frame): string {
  const isNet = /\.NET|System\.IO|configured user limit/i.test(line);
  const fewer = isNet
    ? 'DOTNET_HOSTBUILDER__RELOADCONFIGONCHANGE=false in environment of addContainer()'
    : 'no development server and no reload of settings in the image';
  if (!onInstances(frame)) return `let the program watch fewer files (${fewer}): the limit is one of the host`;
  const setting = WATCHES.test(line) ? 'fs.inotify.max_user_watches=524288' : 'fs.inotify.max_user_instances=8192';
  return `set ${setting} on the container instances (sysctl -w in their user data): all containers of a host with the same user id share`
    + ` it; or let the program watch fewer files (${fewer})`;
}

function fixOf(line: string, { container }: Ending, frame: Frame): string {
  const where = `addContainer('${container.name}', ...)`;
  if (/max_map_count/i.test(line)) {
    const isSonar = /sonar/i.test(definitionOf(frame, container.name)?.image ?? '');
    const setting = isSonar
      ? 'command: [\'-Dsonar.search.javaAdditionalOpts=-Dnode.store.allow_mmap=false\']'
      : 'OpenSearch, Elasticsearch: node.store.allow_mmap: false, discovery.type: single-node';
    const without = `run the program without memory-mapped files (${setting})`;
    return onInstances(frame)
      ? `set vm.max_map_count=262144 on the instances (sysctl -w in their user data), or ${without}`
      : `AWS Fargate does not let you change vm.max_map_count: ${without}; on EC2, set it on the instance`;
  }
  const onFargate = launchTypeOf(frame) === 'FARGATE';
  if (INOTIFY.test(line)) return watchFewer(line, frame);
  if (/shm|shared memory/i.test(line)) {
    const raised = `raise linuxParameters.sharedMemorySize in ${where}`;
    const other = 'mount a volume and point the program to it';
    return onFargate ? `AWS Fargate cannot raise shared memory: ${other}` : `${raised}; on AWS Fargate it cannot be raised: ${other}`;
  }
  if (/lock/i.test(line)) {
    const off = 'switch memory locking off in the program (Vault: disable_mlock)';
    if (onFargate) return `${off}: AWS Fargate does not let you raise memlock`;
    // mlock(2): without CAP_IPC_LOCK a process locks as much as RLIMIT_MEMLOCK says
    const { ulimits, linuxParameters } = definitionOf(frame, container.name) ?? {};
    const raised = [
      ...(ulimits?.some(({ name }) => name === 'memlock') ? [] : ['{ name: UlimitName.MEMLOCK, softLimit: -1, hardLimit: -1 } in ulimits']),
      ...(linuxParameters?.capabilities?.add?.includes('IPC_LOCK') ? [] : ['Capability.IPC_LOCK in linuxParameters']),
    ];
    return raised.length ? `set ${raised.join(' and ')} of ${where} (not on AWS Fargate), or ${off}` : off;
  }
  if (/thread|fork|process(es)?\b.{0,40}\blimit|nproc/i.test(line)) {
    return onFargate
      ? 'let the program start fewer threads, or give the task more memory: AWS Fargate lets you raise'
        + ' no other limit than that of open files'
      : `raise the limit of processes: ulimits in ${where}: { name: UlimitName.NPROC, ... }, or let the program start fewer threads`;
  }
  const now = definitionOf(frame, container.name)?.ulimits?.find(({ name }) => name === 'nofile')?.softLimit;
  const wanted = now !== undefined && now >= 65_535 ? Math.min(now * 2, 1_048_576) : 65_536;
  if (now !== undefined && now >= wanted) return `let the program keep fewer files open: the limit is ${now} already`;
  return `raise the limit of open files: ulimits in ${where}: { name: UlimitName.NOFILE, softLimit: ${wanted}, hardLimit: ${wanted} }`;
}
