import { exited } from './given';
import { diagnose } from '../../src/diagnosis/engine';
import { ContainerDefinition, TaskDefinition } from '../../src/facts/model';
import { messageLines } from '../../src/presentation/message';
import { at, crashed, frame, id } from '../decision/frames';

const KILLED = 'OutOfMemoryError: Container killed due to memory usage';

function killed(container: ContainerDefinition, lines: readonly string[] = [], more: TaskDefinition = {}, reason = KILLED) {
  const task = crashed(1, 20);
  return diagnose(frame(60, {
    tasks: [{ ...task, containers: [{ ...task.containers?.[0], exitCode: 137, reason }] }],
    taskDefinition: { memory: '2048', containerDefinitions: [{ name: 'web', ...container }], ...more },
    logs: { web: { [id(1)]: lines.map((message, i) => ({ timestamp: Date.parse(at(15)) + i, message })) } },
  }));
}

const env = (name: string, value: string): ContainerDefinition => ({ environment: [{ name, value }] });

describe('a heap that is larger than its container or leaves no room in it', () => {
  test.each<[string, ContainerDefinition, readonly string[], number, string]>([
    ['JVM, -Xlog:gc+init', {}, ['[0.014s][info][gc,init] Heap Max Capacity: 9444M'], 9444, '-Xmx1433m in JAVA_TOOL_OPTIONS'],
    // https://github.com/oracle/weblogic-kubernetes-operator
    ['JVM, -XshowSettings', {}, ['VM settings:', '    Max. Heap Size (Estimated): 9.45G'], 9677, '-Xmx1433m'],
    ['JVM, picked up', {}, ['Picked up JAVA_TOOL_OPTIONS: -Xmx2g -Dx=y'], 2048, '-Xmx1433m'],
    ['Elasticsearch', {}, ['{"type":"server","level":"INFO","message":"heap size [2gb], compressed ordinary object pointers [true]"}'], 2048, '-Xmx1433m'],
    ['JAVA_OPTS', env('JAVA_OPTS', '-server -Xms512m -Xmx1800m'), [], 1800, '-Xmx1433m'],
    ['KAFKA_HEAP_OPTS', env('KAFKA_HEAP_OPTS', '-Xmx2G -Xms2G'), [], 2048, '-Xmx1433m'],
    ['command', { command: ['java', '-XX:MaxHeapSize=3g', '-jar', 'app.jar'] }, [], 3072, '-Xmx1433m'],
    ['a share', env('JAVA_TOOL_OPTIONS', '-XX:MaxRAMPercentage=95.0'), [], 1946, '-Xmx1433m'],
    ['Node.js', env('NODE_OPTIONS', '--max-old-space-size=4096'), [], 4096, '--max-old-space-size=1433'],
    ['Node.js, command', { command: ['node', '--max_old_space_size=2048', 'dist/main.js'] }, [], 2048, '--max-old-space-size=1433'],
    ['.NET', env('DOTNET_GCHeapHardLimit', '0x80000000'), [], 2048, 'DOTNET_GCHeapHardLimit=0x59900000'],
    ['.NET, without 0x', env('COMPlus_GCHeapHardLimit', '78000000'), [], 1920, 'COMPlus_GCHeapHardLimit=0x59900000'],
    ['.NET, a share', env('DOTNET_GCHeapHardLimitPercent', '0x5F'), [], 1946, 'DOTNET_GCHeapHardLimitPercent=0x46'],
    ['Go', env('GOMEMLIMIT', '2GiB'), [], 2048, 'GOMEMLIMIT=1433MiB'],
    ['Go, bytes', env('GOMEMLIMIT', '2147483648'), [], 2048, 'GOMEMLIMIT=1433MiB'],
    ['PostgreSQL', { command: ['postgres', '-c', 'shared_buffers=2GB'] }, [], 2048, 'shared_buffers=512MB (25 % of 2048 MiB)'],
    ['MySQL', { command: ['--innodb-buffer-pool-size=2G'] }, [], 2048, '--innodb-buffer-pool-size=1433M'],
    ['Redis', { command: ['redis-server', '--maxmemory', '2gb'] }, [], 2048, '--maxmemory 1433mb'],
    ['PHP', { environment: [{ name: 'PHP_MEMORY_LIMIT', value: '256M' }, { name: 'PHP_FPM_PM_MAX_CHILDREN', value: '20' }] }, [], 5120, 'PHP_FPM_PM_MAX_CHILDREN=5'],
  ])('%s', (_, container, lines, mib, fix) => {
    const [cause] = killed(container, lines).causes;
    expect(cause.headline).toBe(`container "web" was killed: out of memory (limit 2048 MiB of the task, heap up to ${mib} MiB)`);
    expect(cause.facts.join('\n')).toContain(`the heap may grow to ${mib} MiB (`);
    expect(cause.fix).toContain(`set the heap below the limit: ${fix}`);
    expect(cause.fix).toContain('more memory alone does not help');
  });

  test('the limit of the container goes before that of the task, and a kill without a reason has the same advice', () => {
    const [cause] = killed({ ...env('JAVA_OPTS', '-Xmx900m'), memory: 1024 }).causes;
    expect(cause.headline).toContain('(limit 1024 MiB of the container, heap up to 900 MiB)');
    const [unreported] = killed(env('JAVA_OPTS', '-Xmx2g'), [], {}, '').causes;
    expect(unreported).toMatchObject({ id: 'app-killed', fix: expect.stringContaining('set the heap below the limit: -Xmx1433m') });
  });

  test('a runtime that sees the memory of the host', () => {
    const lines = ['[0.014s][info][gc,init] Memory: 15740M', '[0.014s][info][gc,init] Heap Max Capacity: 9444M', 'INFO started', 'ERROR rate provider answered 429, using cached rates'];
    const found = killed({}, lines, { memory: '8192' });
    expect(found.causes[0].facts.join('\n')).toContain('the runtime sees 15740 MiB, the memory of the host');
    expect(found.causes[0].fix).toContain('a runtime version that reads the limit of the container');
    const shown = messageLines(found).filter(({ kind }) => kind === 'log');
    expect(shown.find(({ decisive }) => decisive)?.text).toContain('Heap Max Capacity: 9444M');
  });

  test.each([
    ['Java', 'INFO RuntimeInfo: max heap 9420 MB, available processors 2', 9420, '-Xmx5734m in JAVA_TOOL_OPTIONS'],
    ['.NET', 'Compacted:False TotalAvailable:12862mb', 12_862, 'DOTNET_GCHeapHardLimit=0x166600000'],
    ['.NET, in bytes', 'GC TotalAvailableMemoryBytes=16504320000', 15_740, 'DOTNET_GCHeapHardLimit=0x166600000'],
  ])('a program that logs the limit of its heap, which is not that of the task: %s', (_what, line, mib, fix) => {
    const [cause] = killed({}, [line], { memory: '8192' }).causes;
    expect(cause.headline).toContain(`(limit 8192 MiB of the task, heap up to ${mib} MiB)`);
    expect(cause.fix).toContain(`set the heap below the limit: ${fix}`);
    expect(cause.fix).toContain("set memoryLimitMiB in addContainer('web'), too");
  });

  test('a heap that leaves no room for a process that says so itself', () => {
    const { id: cause, fix, facts } = exited('runtime: failed to allocate memory for a stack', { container: { ...env('JAVA_OPTS', '-Xmx2g'), memory: 2048 } });
    expect(cause).toBe('out-of-memory');
    expect(facts.join()).toContain('the heap may grow to 2048 MiB');
    expect(fix).toContain('set the heap below the limit');
  });

  test.each<[string, ContainerDefinition, readonly string[]]>([
    ['a heap with room beside it', env('JAVA_OPTS', '-Xmx1g'), []],
    ['a share with room beside it', env('JAVA_TOOL_OPTIONS', '-XX:MaxRAMPercentage=75'), []],
    ['no heap is known', {}, ['INFO started']],
    ['another variable', env('MEMORY', '4g'), []],
    // ends at once: the name could be read in 2^40 ways
    ['a name that repeats itself', { environment: [{ name: 'PHP_MEMORY_LIMIT', value: '4G' }, { name: 'PHP_FPM_'.repeat(40), value: '9' }] }, []],
    ['PHP without a number of workers', env('PHP_MEMORY_LIMIT', '4G'), []],
    ['PHP workers with room', { environment: [{ name: 'PHP_MEMORY_LIMIT', value: '128M' }, { name: 'PM_MAX_CHILDREN', value: '5' }] }, []],
  ])('not: %s', (_, container, lines) => {
    const [cause] = killed(container, lines).causes;
    expect(cause.headline).toBe('container "web" was killed: out of memory (limit 2048 MiB of the task)');
    expect(cause.fix).toMatch(/^raise memoryLimitMiB/);
  });
});
