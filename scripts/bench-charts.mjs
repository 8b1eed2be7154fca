#!/usr/bin/env node
/*
 * Draws the charts of docs/benchmarks.md and writes the figures in README.md and docs/benchmarks.md. All of it comes from
 * docs/benchmarks/figures.json, the output of `npm run bench -- --json --out docs/benchmarks/figures.json`.
 * `--check` writes nothing and fails when a file is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { charts, duration } from './charts/charts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docs', 'benchmarks');
const figures = JSON.parse(readFileSync(join(folder, 'figures.json'), 'utf8'));
const check = process.argv.includes('--check');

function put(file, content) {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  if (check) {
    console.error(`${relative(root, file)} is out of date: npm run bench:charts`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, content);
  }
}

const START = '<!-- figures: npm run bench:charts -->';
const END = '<!-- /figures -->';

function fill(file, content) {
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from >= 0 && to > from) put(file, `${text.slice(0, from + START.length)}\n${content}\n${text.slice(to)}`);
}

const percent = (share) => `${Math.round(share * 100)} %`;

function synthesisRow({ services, ratio, atMost }) {
  const label = services === 1 ? '1 service: time added to a plain service' : `${services} services: time added to plain services`;
  const kind = services === 100 ? main : more;
  return kind(`synthesis of ${label}`, percent(atMost - 1), percent(ratio - 1));
}

/** What is measured, its limit, the figure. docs/benchmarks.md has all rows, the README those made by `main`. */
function rows(measured) {
  const { timeToTruth: t, detectionLatencySeconds: d, watchBeginsSeconds: w, calls: c } = measured;
  const { lambda: l, synthesis: s, engine: e, growth: g, redaction: r } = measured;
  return [
    ...t ? [
      main('broken update of one task, default circuit breaker: time to the first failed event', '',
        `${duration(t.medianSeconds.default[1])} (median)`),
      main('the same update with `DiagnosedFargateService`, cause included', 'at least 5 times sooner',
        `${duration(t.medianSeconds.diagnosed[1])} (median); the median over the faults is ${t.medianRatioVsBreakerDesired1} times sooner`),
    ] : [],
    ...d ? [
      main('time from the decisive fact to the FAILED answer', 'median 3 s, 99th percentile 6 s',
        `median ${d.median} s, 99th percentile ${d.p99} s`),
    ] : [],
    ...w ? [
      more('service that runs, first deployment with the diagnosis: time from its start to the request to the function', '20 s', `${Math.round(w.adoption.prompt.request)} s`),
      more('the same: StartExecution accepted, with policies up to 30 s late', '50 s', `${w.adoption.late.start.median} s (median); worst ${w.adoption.late.start.worst} s`),
    ] : [],
    ...c ? [
      more('100 services at once: calls to the busiest AWS API', 'half of its published rate', percent(c.worstShareOfRateAt100)),
      more('100 services at once: time from the decisive fact to the latest verdict', '30 s', `${c.worstVerdictDelaySecondsAt100} s`),
    ] : [],
    ...l ? [
      more('function: size of the bundle', '260 KB gzip', `${l.gzipKB} KB`),
      more('function: cold start added to an empty handler', '150 ms', `${l.initMsOverEmpty} ms`),
      more('function: peak memory in an hour of failing tasks', '110 MB', `${l.peakMB} MB`),
      main('cost of an ordinary deployment of five minutes', '$0.005', `$${l.dollarsPerDeployment}`),
    ] : [],
    ...s ? [
      ...s.sizes.map(synthesisRow),
      more('import: time added to `aws-cdk-lib/aws-ecs`', '50 ms', `${s.importMs} ms`),
    ] : [],
    ...e ? [more('one diagnosis of 100 tasks, 100 events, 1,000 log lines', '10 ms', `${e.medianMs} ms`)] : [],
    ...r ? [more('redaction of one ordinary line of a log', '60 µs', `${Math.round(r.microsecondsPerLine)} µs`)] : [],
    ...g ? g.readings.map(({ what, unit, sizes, ms, exponent, atMostMs }) => more(
      `${what}, ${sizes.at(-1).toLocaleString('en-US')} ${unit}`, `${atMostMs / 1000} s, exponent 1.35`, `${Math.round(ms.at(-1)) / 1000} s, exponent ${exponent}`,
    )) : [],
  ];
}

const main = (...cells) => ({ cells, isMain: true });
const more = (...cells) => ({ cells, isMain: false });

const table = (list) => ['| measured | limit | figure |', '|---|---|---|', ...list.map(({ cells }) => `| ${cells.join(' | ')} |`),
  ...figures.quick ? ['', 'From a quick run (`--quick`), of fewer scenarios and a quarter of the hour.'] : []].join('\n');
for (const [name, svg] of charts(figures)) put(join(folder, name), svg);
const all = rows(figures);
fill(join(root, 'README.md'), table(all.filter(({ isMain }) => isMain)));
fill(join(root, 'docs', 'benchmarks.md'), table(all));
