// The charts of docs/benchmarks.md, from figures.json. Each leaves itself out where its section was not measured.
import { histogram, lines, rows } from './svg.mjs';

const GUARDS = {
  none: 'no breaker',
  default: 'default breaker',
  count3: 'breaker, COUNT 3',
  count1: 'breaker, COUNT 1',
  diagnosed: 'DiagnosedFargateService',
};
const count = (n) => n.toLocaleString('en-US');

export function duration(seconds) {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
}

/** Round numbers from 0 past the largest value. */
function ticksTo(max, label, steps = 4) {
  const raw = max / steps;
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * unit).find((n) => n >= raw);
  const tick = (i) => ({ value: i * step, label: label(Math.round(i * step * 1000) / 1000) });
  return Array.from({ length: Math.ceil(max / step - 1e-9) + 1 }, (_, i) => tick(i));
}

const CHARTS = {
  timeToTruth: ['time-to-truth', ({ medianSeconds }) => {
    const guards = Object.keys(GUARDS).filter((guard) => medianSeconds[guard]);
    const row = (guard, desired) => {
      const seconds = medianSeconds[guard][desired];
      return { name: GUARDS[guard], value: seconds, label: duration(seconds), series: guard === 'diagnosed' ? 'b' : 'a' };
    };
    return rows({
      title: 'Time from the start of a broken update to the first FAILED event',
      subtitle: 'median over the failure scenarios, simulated time, logarithmic scale; only DiagnosedFargateService says why',
      log: true,
      ticks: [[10, '10 s'], [60, '1 min'], [600, '10 min'], [3600, '1 h'], [10800, '3 h']].map(([value, label]) => ({ value, label })),
      groups: Object.keys(medianSeconds.diagnosed).map((desired) => ({
        name: `desired count ${desired}`,
        rows: guards.map((guard) => row(guard, desired)),
      })),
    });
  }],
  detectionLatencySeconds: ['detection-latency', ({ distribution, runs, median, p99 }) => histogram({
    title: 'From the decisive fact to the FAILED answer',
    subtitle: 'share of the deployments by simulated seconds',
    unit: 's',
    total: runs,
    bins: distribution.map((bin) => ({ share: bin.runs / runs })),
    marks: [{ value: median, label: `median ${median} s` }, { value: p99, label: `99th percentile ${p99} s` }],
  })],
  calls: ['calls', ({ runs }) => {
    const shares = new Map();
    for (const { buckets } of runs.filter(({ services }) => services === 100)) {
      for (const { name, published, share } of buckets) if (published) shares.set(name, Math.max(shares.get(name) ?? 0, share));
    }
    const busiestFirst = [...shares].sort(([, a], [, b]) => b - a);
    const percent = (share) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
    return rows({
      title: 'Busiest minute with 100 services deployed at once',
      subtitle: 'share of the rate that AWS publishes, worst of all runs, in one account and region',
      left: 300,
      ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, label: `${value * 100} %` })),
      mark: { value: 0.5, label: 'must stay below half' },
      groups: [{ rows: busiestFirst.map(([name, share]) => ({ name, value: share, label: percent(share) })) }],
    });
  }],
  lambda: ['cold-start', ({ initMsOverEmpty, bareClientsInitMsOverEmpty, emptyMs, gzipKB, bareClientsGzipKB }) => rows({
    title: 'Cold start: from the start of the process until the code is loaded',
    subtitle: 'median milliseconds on the machine of the benchmark, in fresh processes in turn',
    left: 270,
    ticks: ticksTo(emptyMs + Math.max(initMsOverEmpty, bareClientsInitMsOverEmpty), (n) => `${n} ms`),
    groups: [{
      rows: [
        { name: 'an empty handler', value: emptyMs, label: `${emptyMs} ms`, series: 'a' },
        { name: `the watcher, ${Math.round(gzipKB)} KB gzip`, value: emptyMs + initMsOverEmpty, label: `+ ${initMsOverEmpty} ms` },
        {
          name: `five bare SDK clients, ${Math.round(bareClientsGzipKB)} KB gzip`,
          value: emptyMs + bareClientsInitMsOverEmpty,
          label: `+ ${bareClientsInitMsOverEmpty} ms`,
          series: 'a',
        },
      ],
    }],
  })],
  synthesis: ['synthesis', ({ sizes }) => rows({
    title: 'Build and synthesize an app',
    subtitle: 'median seconds in fresh processes, imports not counted',
    ticks: ticksTo(Math.max(...sizes.map((s) => s.diagnosedMs)) / 1000, (n) => `${n} s`),
    groups: sizes.map(({ services, plainMs, diagnosedMs, ratio }) => ({
      name: services === 1 ? '1 service' : `${services} services`,
      rows: [
        { name: 'FargateService', value: plainMs / 1000, label: `${(plainMs / 1000).toFixed(2)} s`, series: 'a' },
        {
          name: 'DiagnosedFargateService',
          value: diagnosedMs / 1000,
          label: `${(diagnosedMs / 1000).toFixed(2)} s, ${ratio >= 1 ? '+' : ''}${Math.round((ratio - 1) * 100)} %`,
        },
      ],
    })),
  })],
  engine: ['engine', ({ growth }) => {
    const of = { tasks: ['tasks', 'a'], events: ['events', 'c'], logLines: ['log lines', 'b'] };
    const largest = Math.max(...Object.values(growth).flatMap(({ medianMs }) => medianMs));
    return lines({
      title: 'Time of one diagnosis as the frame grows',
      subtitle: 'median milliseconds; one size varied at a time, in multiples of 100 tasks, 100 events or 1,000 log lines',
      xTicks: [0, 1, 2, 3, 4].map((value) => ({ value, label: value ? `${value} x` : '0' })),
      yTicks: ticksTo(largest, (n) => `${n} ms`),
      series: Object.entries(growth).map(([key, { sizes, medianMs }]) => ({
        name: `${count(sizes.at(-1))} ${of[key][0]}`, cls: of[key][1], points: sizes.map((size, i) => [size / sizes[2], medianMs[i]]),
      })),
    });
  }],
};

/** [file name, SVG] */
export function charts(figures) {
  return Object.entries(CHARTS).filter(([key]) => figures[key]).map(([key, [name, draw]]) => [`${name}.svg`, draw(figures[key])]);
}
