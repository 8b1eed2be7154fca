import { definitionOf } from './containers';
import { logLines } from './logs';
import { Frame, Task } from '../../facts/model';

/** The most memory that a runtime takes for its heap or cache, as a setting or the log names it. */
export interface Heap {
  readonly mib: number;
  /** `Heap Max Capacity: 9444M`, `-Xmx9g in JAVA_OPTS`. */
  readonly source: string;
  /** A setting that puts it below the limit, for a number of MiB. */
  readonly setTo: (mib: number) => string;
  /** Part of the limit that it should take; absent: what a heap can take. */
  readonly share?: number;
  /** Place of the line in the log (`logLines`); absent: a setting names it. */
  readonly line?: number;
  /** Memory that the runtime sees as that of the machine, by its log. */
  readonly machineMib?: number;
}

const UNIT: { readonly [unit: string]: number } = { '': 1 / 1048576, 'b': 1 / 1048576, 'k': 1 / 1024, 'm': 1, 'g': 1024, 't': 1048576 };

/** `9g`, `512m`, `2GiB`, `9444M`, `2.93G` in MiB. Without a unit: bytes. */
function mibOf(size: string, unit = ''): number {
  return Number(size) * (UNIT[unit.slice(0, 1).toLowerCase()] ?? NaN);
}

const java = (mib: number) => `-Xmx${mib}m in JAVA_TOOL_OPTIONS`;
const plain = (name: string) => (mib: number) => `${name}=${mib}`;

type Pattern = readonly [words: RegExp, setTo: Heap['setTo'], read?: (match: RegExpExecArray) => number, share?: number];

/** "a reasonable starting value for shared_buffers is 25% of the memory in your system" (PostgreSQL documentation). */
const SHARED_BUFFERS = 0.25;

const sized = ([, size, unit]: RegExpExecArray) => mibOf(size, unit);

/** What runtimes print at their start: the JVM with -Xlog:gc+init or -XshowSettings:vm, Elasticsearch and OpenSearch. */
const IN_LOG: readonly Pattern[] = [
  [/\bmax(?:imum)? heap(?: size)?\W{1,3}(\d+(?:\.\d+)?) ?([KMGT])(?:i?B)?\b/i, java],
  // GCMemoryInfo.TotalAvailableMemoryBytes, and what programs make of it
  [/\bTotalAvailable(?:Memory)?(?:Bytes)?\W{1,3}(\d+) ?([kmgt]?)(?:i?b)?\b/i, (mib) => `DOTNET_GCHeapHardLimit=0x${(mib * 1048576).toString(16).toUpperCase()}`],
  [/\bHeap Max Capacity: (\d+(?:\.\d+)?)([KMGT])\b/, java],
  [/\bMax\. Heap Size(?: \(Estimated\))?: (\d+(?:\.\d+)?)([KMGT])\b/, java],
  [/\bheap size \[(\d+(?:\.\d+)?)([kmgt])b\]/, java],
  [/(?:^|[\s"'[,=])-Xmx(\d+)([kmgt]?)\b/i, java],
];
const bare: Pattern[2] = ([, size]) => Number(size);
const OLD_SPACE: Pattern = [/--max[-_]old[-_]space[-_]size[= ](\d+)\b/i, (mib) => `--max-old-space-size=${mib}`, bare];
/** V8 at its end: the command as npm and yarn print it, else what the last collections left. */
const OF_V8: readonly Pattern[] = [
  OLD_SPACE,
  [
    /\b(?:Scavenge|Mark-\w+)(?: \([\w ]+\))? (\d+(?:\.\d+)?)(?= \([\d.]+\) -> [\d.]+ \([\d.]+\) MB)/,
    (mib) => `NODE_OPTIONS=--max-old-space-size=${mib}`, bare,
  ],
];
const MACHINE = /\[gc,init\] Memory: (\d+(?:\.\d+)?)([KMGT])\b/;

/** The same in commands and in the values of variables, whatever the variable is called (JAVA_OPTS, KAFKA_HEAP_OPTS, NODE_OPTIONS). */
const IN_SETTINGS: readonly Pattern[] = [
  [/-Xmx(\d+)([kmgt]?)\b/i, java],
  [/-XX:MaxHeapSize=(\d+)([kmgt]?)\b/i, java],
  // MiB (Node.js CLI documentation)
  OLD_SPACE,
  [/\bshared_buffers ?= ?'?(\d+)([kmgt])B/i, (mib) => `shared_buffers=${mib}MB`, sized, SHARED_BUFFERS],
  [/--?innodb[-_]buffer[-_]pool[-_]size[= ](\d+)([kmgt]?)\b/i, (mib) => `--innodb-buffer-pool-size=${mib}M`],
  [/--maxmemory (\d+)([kmgt]?)b?\b/i, (mib) => `--maxmemory ${mib}mb`],
  // GB (MongoDB manual, mongod)
  [/--wiredTigerCacheSizeGB[= ](\d+(?:\.\d+)?)/i, (mib) => `--wiredTigerCacheSizeGB=${(mib / 1024).toFixed(1)}`, ([, size]) => Number(size) * 1024],
];

/** Variables whose value is the size itself. */
const BY_NAME: readonly (readonly [name: RegExp, value: RegExp, setTo: (name: string) => Heap['setTo'], read?: Pattern[2]])[] = [
  // bytes, or with KiB, MiB, GiB (package runtime of Go)
  [/^GOMEMLIMIT$/, /^(\d+)((?:[KMGT]i)?B)?$/, () => (mib) => `GOMEMLIMIT=${mib}MiB`],
  // hexadecimal with or without 0x (.NET, runtime configuration options for garbage collection)
  [/^(?:DOTNET|COMPlus)_GCHeapHardLimit$/i, /^(?:0x)?([\da-f]+)$/i, (name) => (mib) => `${name}=0x${(mib * 1048576).toString(16).toUpperCase()}`,
    ([, hex]) => parseInt(hex, 16) / 1048576],
  [/^(?:SOLR_HEAP|MAX_HEAP_SIZE|HEAP_SIZE|JVM_XMX|XMX)$/, /^(\d+)([kmgt])b?$/i, (name) => (mib) => `${name}=${mib}m`],
];
const SHARE = /-XX:MaxRAMPercentage=(\d+(?:\.\d+)?)/;
const HARD_LIMIT_SHARE = /^(?:DOTNET|COMPlus)_GCHeapHardLimitPercent$/i;
const PHP_MEMORY = /^(?:PHP_)?MEMORY_LIMIT$/i;
const PHP_WORKERS = /^(?:PHP_|FPM_)*(?:PM_)?MAX_CHILDREN$/i;

/** The heap of the container by its settings, else by its log; the log goes first, as it has what came of the settings. */
export function heapOf(frame: Frame, container: string | undefined, tasks: readonly Task[], limitMib: number): Heap | undefined {
  const inLog = (patterns: readonly Pattern[]) => heapInLog(frame, container, tasks, patterns);
  return inLog(IN_LOG) ?? heapInSettings(frame, container, limitMib) ?? inLog(OF_V8);
}

function heapInLog(
  frame: Frame, container: string | undefined, tasks: readonly Task[], patterns: readonly Pattern[],
): Heap | undefined {
  const lines = logLines(frame, container, tasks[0]);
  for (const [words, setTo, read = sized] of patterns) {
    const line = lines.findIndex(({ message = '' }) => words.test(message));
    const match = words.exec(lines[line]?.message ?? '');
    if (!match) continue;
    const machine = lines.map(({ message = '' }) => MACHINE.exec(message)).find(Boolean);
    return { mib: round(read(match)), source: match[0].trim(), setTo, line, ...(machine && { machineMib: round(sized(machine)) }) };
  }
  return undefined;
}

function heapInSettings(frame: Frame, container: string | undefined, limitMib: number): Heap | undefined {
  const { environment = [], command = [], entryPoint = [] } = definitionOf(frame, container) ?? {};
  const words = [...entryPoint, ...command].join(' ');
  const texts = [{ name: 'the command', value: words }, ...environment];
  for (const { name = '', value = '' } of texts) {
    const found = inText(name, value) ?? inVariable(name, value) ?? asShare(name, value, limitMib);
    if (found) return found;
  }
  return ofWorkers(environment);
}

function inText(name: string, value: string): Heap | undefined {
  for (const [words, setTo, read = sized, share] of IN_SETTINGS) {
    const match = words.exec(value);
    if (!match) continue;
    // the variable that sets it already: another one is read before it, and it would win
    const own = (mib: number) => (name === 'the command' ? setTo(mib) : setTo(mib).replace('JAVA_TOOL_OPTIONS', name));
    return { mib: round(read(match)), source: `${match[0].trim()} in ${name}`, setTo: own, ...(share && { share }) };
  }
  return undefined;
}

function inVariable(name: string, value: string): Heap | undefined {
  for (const [names, words, setTo, read = sized] of BY_NAME) {
    const match = names.test(name) ? words.exec(value.trim()) : undefined;
    if (match) return { mib: round(read(match)), source: `${name}=${value.trim()}`, setTo: setTo(name) };
  }
  return undefined;
}

/** A share of the memory, here of the limit of the container. */
function asShare(name: string, value: string, limitMib: number): Heap | undefined {
  const share = SHARE.exec(value);
  if (share) return { mib: round((Number(share[1]) / 100) * limitMib), source: `${share[0]} in ${name}`, setTo: java };
  if (!HARD_LIMIT_SHARE.test(name)) return undefined;
  const percent = parseInt(value.replace(/^0x/i, ''), 16);
  return { mib: round((percent / 100) * limitMib), source: `${name}=${value} (hexadecimal: ${percent} %)`, setTo: () => `${name}=0x46` };
}

/** Each worker of PHP takes up to `memory_limit`. */
function ofWorkers(environment: readonly { readonly name?: string; readonly value?: string }[]): Heap | undefined {
  const memory = environment.find(({ name = '' }) => PHP_MEMORY.test(name));
  const workers = environment.find(({ name = '' }) => PHP_WORKERS.test(name));
  const size = /^(\d+)([kmg]?)$/i.exec(memory?.value?.trim() ?? '');
  const many = Number(workers?.value);
  if (!size || !(many > 0) || !workers?.name) return undefined;
  const one = mibOf(size[1], size[2]);
  return {
    mib: round(one * many),
    source: `${memory?.name}=${memory?.value} for each of ${workers.name}=${workers.value}`,
    setTo: (mib) => plain(workers.name ?? '')(Math.max(1, Math.floor(mib / one))),
  };
}

function round(mib: number): number {
  return Math.round(mib);
}
