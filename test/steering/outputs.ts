import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { diagnose, followedState, foundTexts, printFollowed } from './followed';
import { faultOf } from '../../src/cli/aws/faults';
import { annotationsOf, casesOf, checkedJson, jobSummaryOf, treeLines, validationReportOf } from '../../src/cli/check/output';
import { junitCases, reportsOf } from '../../src/cli/follow/reports';
import { followView } from '../../src/cli/follow/text';
import { annotate, summarize } from '../../src/cli/output/github';
import { caseOf } from '../../src/cli/output/junit';
import { deliverReports } from '../../src/cli/output/reports';
import { paintOf, Terminal } from '../../src/cli/output/terminal';
import { savedText } from '../../src/cli/record';
import { replay } from '../../src/cli/replay';
import { Report } from '../../src/cli/report';
import { stateLines } from '../../src/cli/service-state';
import { junitCases as stackCases } from '../../src/cli/stack/junit';
import { ServiceExplanation, StackOperation } from '../../src/cli/stack/model';
import { deliverStack } from '../../src/cli/stack/output';
import { messageInEvent } from '../../src/cli/stack/stored';
import { newsText } from '../../src/cli/watch/lines';
import { News, StackWatch, WatchedServiceState, WatchState } from '../../src/cli/watch/model';
import { newsJson } from '../../src/cli/watch/news-json';
import { junitCases as watchCases } from '../../src/cli/watch/reports';
import { viewLines } from '../../src/cli/watch/view';
import { newHistory } from '../../src/decision/model';
import { Frame } from '../../src/facts/model';
import { Finding } from '../../src/preflight/model';
import { Checked } from '../../src/preflight/run';
import { NO_APP } from '../../src/preflight/template/app';
import { jobSummary } from '../../src/presentation/annotation';
import { jsonLine } from '../../src/presentation/foreign';
import { renderHtml } from '../../src/presentation/html';
import { junitXml } from '../../src/presentation/junit-xml';
import { timelineOf } from '../../src/presentation/page/timeline';
import { renderReason } from '../../src/presentation/reason';
import { renderFull } from '../../src/presentation/terminal';
import { responseBody } from '../../src/runtime/answer';
import { logDiagnosis } from '../../src/runtime/log';
import { say } from '../../src/runtime/say';
import { newWatch } from '../../src/runtime/state';

/** How an output is read, and therefore what would act in it. */
export type Reader = 'lines' | 'json' | 'annotations' | 'markdown' | 'html' | 'xml';

export interface Output {
  readonly reader: Reader;
  /** Files of src that write it. */
  readonly writes: readonly string[];
  print(attack: string, frame: Frame): string | Promise<string>;
}

const NOW = '2026-11-23T11:00:00.000Z';
const REQUEST = {
  RequestType: 'Create', StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/1', RequestId: 'r', LogicalResourceId: 'Diagnosis', ResponseURL: 'https://x.amazonaws.com',
} as const;

/** Collects what a command prints. */
function pipe(): Terminal & { readonly lines: string[] } {
  const lines: string[] = [];
  const add = (text: string) => { lines.push(text); };
  return { tty: false, color: false, columns: () => 120, rows: () => 40, out: add, err: add, lines };
}

function reportOf(attack: string, frame: Frame): Report {
  const diagnosis = diagnose(frame);
  const report = { name: { cluster: `prod ${attack}`, service: `web ${attack}` }, frame, timeline: timelineOf([frame]), diagnosis, lines: stateLines(frame, diagnosis, NOW) };
  return { ...report, previous: report };
}

async function printed(print: (terminal: Terminal) => void | Promise<void>): Promise<string> {
  const terminal = pipe();
  await print(terminal);
  return terminal.lines.join('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'steering-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** `ecs-why replay` in this process. */
async function replayed(frame: Frame, options: object, env: NodeJS.ProcessEnv = {}, name = 'web.json', text?: string): Promise<string> {
  const file = join(folder, name);
  let out = '';
  const write = (part: string | Uint8Array) => { out += String(part); return true; };
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(write));
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    writeFileSync(file, text ?? JSON.stringify({ recording: 1, frames: [frame, frame] }));
    await replay([file, file], options);
    return out;
  } finally {
    spies.forEach((spy) => spy.mockRestore());
    process.env = before;
    rmSync(file);
  }
}

function stateOf(attack: string, frame: Frame): WatchState {
  const root: StackWatch = { id: REQUEST.StackId, name: `Shop ${attack}`, status: `CREATE_FAILED ${attack}`, reason: `because ${attack}`, startedAt: frame.at };
  const service = serviceOf(attack, frame);
  const waiting = { ...service, logicalId: `Other ${attack}`, failed: undefined };
  return { root, stacks: new Map([[root.id, root]]), services: new Map([['a', service], ['b', waiting]]), notices: [`notice ${attack}`], throttled: false };
}

function serviceOf(attack: string, frame: Frame): WatchedServiceState {
  const diagnosis = diagnose(frame);
  return {
    stackId: REQUEST.StackId, stackName: `Nested ${attack}`, logicalId: `Web ${attack}`, startedAt: '2026-11-23T00:00:00.000Z', status: `CREATE_IN_PROGRESS ${attack}`, memory: {}, history: newHistory(NOW),
    frame, diagnosis, unread: [], over: false, timeline: timelineOf([frame]), lastPrinted: '',
    failed: { at: NOW, causeId: diagnosis.causes[0]?.id ?? 'app-crashed', diagnosis, frame, because: `because ${attack}` },
  };
}

function newsOf(attack: string, frame: Frame): readonly News[] {
  const { root } = stateOf(attack, frame);
  const service = serviceOf(attack, frame);
  const at = NOW;
  return [
    { kind: 'notice', at, text: `notice ${attack}` },
    { kind: 'stack', at, stack: root, status: root.status, reason: root.reason },
    { kind: 'resource', at, stackName: service.stackName, logicalId: service.logicalId, resourceType: `AWS::SNS::Topic ${attack}`, status: `CREATE_FAILED ${attack}`, reason: `because ${attack}` },
    { kind: 'service', at, service: { ...service, failed: undefined } },
    { kind: 'diagnosis', at, service },
    { kind: 'end', at, exitCode: 1, text: `the end ${attack}` },
  ];
}

function operationOf(attack: string, frame: Frame): StackOperation {
  const { root, stacks } = stateOf(attack, frame);
  const event = {
    StackId: root.id, StackName: root.name, LogicalResourceId: `Topic ${attack}`, ResourceType: `AWS::SNS::Topic ${attack}`, ResourceStatus: `DELETE_FAILED ${attack}`,
    ResourceStatusReason: `because ${attack}`, Timestamp: NOW, PhysicalResourceId: `arn:aws:sns:::${attack}`,
  };
  return {
    root: { ...root, status: 'DELETE_FAILED' }, begunAs: 'DELETE_IN_PROGRESS', stacks, services: [], diagnoses: [], failures: [event], blocking: [event], isWhole: true,
    gaps: [faultOf({ what: 'stack events', error: `Odd ${attack}`, message: `message ${attack}` })], reason: `because ${attack}`, deleted: `DELETE_FAILED ${attack}`,
  };
}

function explanationsOf(attack: string, frame: Frame): readonly ServiceExplanation[] {
  const { name: _, ...report } = reportOf(attack, frame);
  const reason = `Received response status [FAILED] from custom resource. Message returned: head ${attack}\nlog (web): ${attack} (RequestId: 0a1b)`;
  const stored = messageInEvent({ stackId: REQUEST.StackId, logicalId: `Diagnosis ${attack}`, reason });
  return [
    { stackName: `Shop ${attack}`, logicalId: `Web ${attack}`, status: `CREATE_FAILED ${attack}`, report: { ...report, name: { stack: `Shop ${attack}`, logicalId: `Web ${attack}` } } },
    { stackName: `Shop ${attack}`, logicalId: `Worker ${attack}`, status: `CREATE_FAILED ${attack}`, stored },
  ];
}

function stackPrinted(attack: string, frame: Frame, format: 'text' | 'json' | 'github'): Promise<string> {
  const explanations = explanationsOf(attack, frame);
  return printed((terminal) => deliverStack(operationOf(attack, frame), { explanations, newer: [`newer ${attack}`] }, { format, json: format === 'json' }, terminal, NOW));
}

async function withSummary(print: () => Promise<unknown>, variable = 'GITHUB_STEP_SUMMARY'): Promise<string> {
  const file = join(folder, 'summary.md');
  const before = { ...process.env };
  process.env[variable] = file;
  try {
    await print();
    return readFileSync(file, 'utf8');
  } finally {
    process.env = before;
    rmSync(file, { force: true });
  }
}

/** Every way by which a text from outside can leave. A new place of src that writes must be named here (steering.test.ts). */
/** A template and answers of AWS, with the attack in each of their texts. */
function checkedOf(attack: string): readonly Checked[] {
  const finding = (outcome: Finding['outcome']): Finding => ({
    check: 'image', outcome, subject: `image web ${attack}`, text: `it has no tag ${attack}`, read: ['ecr:DescribeImages'],
    ...(outcome === 'FAIL' || outcome === 'WARN' ? { cause: 'image-not-found', fix: `push it ${attack}` } : { grant: { action: `ecr:X ${attack}`, resource: `arn ${attack}` } }),
  });
  const declared = {
    group: `Shop ${attack}`, name: `Web ${attack}`, logicalId: `Id ${attack}`, file: `cdk.out/${attack}`, region: 'eu-west-1', account: undefined,
    taskUnknown: `because ${attack}`, app: NO_APP,
  };
  return [{ declared, findings: (['OK', 'SKIP', 'WARN', 'FAIL'] as const).map(finding) }];
}

const COLOURLESS = paintOf({ color: false });

export const OUTPUTS: { readonly [name: string]: Output } = {
  'reason of the stack event': {
    reader: 'lines', writes: ['runtime/watch'],
    print: (attack, frame) => {
      const reason = renderReason(diagnose(frame), { because: `because ${attack}`, servicePath: `Shop/Web ${attack}`, logStream: `stream ${attack}` }, 3500);
      return (JSON.parse(responseBody({ ...REQUEST, PhysicalResourceId: 'p' }, { status: 'FAILED', reason })) as { readonly Reason: string }).Reason;
    },
  },
  'log of the function': {
    reader: 'lines', writes: ['runtime/say', 'runtime/log', 'runtime/watcher.lambda'],
    print: (attack, frame) => {
      const lines: string[] = [];
      const ports = { log: (line: string) => { lines.push(line); }, renderFull } as unknown as Parameters<typeof logDiagnosis>[3];
      const watch = { ...newWatch(REQUEST as unknown as Parameters<typeof newWatch>[0], NOW), servicePath: `Shop/Web ${attack}` };
      say(watch, `could not be read: ${attack}`, ports);
      logDiagnosis(watch, diagnose(frame), { because: `because ${attack}` }, ports);
      return lines.join('\n');
    },
  },
  'text of ecs-why': { reader: 'lines', writes: ['cli/output/reports', 'cli/output/terminal', 'cli/explain'], print: (attack, frame) => printed((to) => deliverReports([reportOf(attack, frame)], { format: 'text' }, to)) },
  'text of ecs-why on a narrow terminal': {
    reader: 'lines', writes: [],
    print: (attack, frame) => printed((to) => deliverReports([reportOf(attack, frame)], { format: 'text' }, { ...to, tty: true, columns: () => 40 })),
  },
  'JSON of ecs-why': { reader: 'json', writes: [], print: (attack, frame) => printed((to) => deliverReports([reportOf(attack, frame)], { json: true }, to)) },
  'text of check': { reader: 'lines', writes: ['cli/check/command'], print: async (attack) => treeLines(checkedOf(attack), COLOURLESS).join('\n') },
  'check as JSON': { reader: 'json', writes: [], print: async (attack) => checkedOf(attack).map((one) => jsonLine(checkedJson(one))).join('\n') },
  'validation report of check': { reader: 'json', writes: [], print: async (attack) => JSON.stringify(validationReportOf(checkedOf(attack), false, '1.0.0')) },
  'annotations of check': { reader: 'annotations', writes: [], print: async (attack) => annotationsOf(checkedOf(attack), false).join('\n') },
  'job summary of check': { reader: 'markdown', writes: ['cli/output/job-summary'], print: async (attack) => jobSummaryOf(checkedOf(attack), COLOURLESS) },
  'JUnit file of check': { reader: 'xml', writes: [], print: async (attack) => junitXml(casesOf(checkedOf(attack), true), NOW) },
  'annotations': { reader: 'annotations', writes: ['cli/output/github'], print: (attack, frame) => printed((to) => annotate({ name: `x ${attack}`, diagnosis: diagnose(frame), context: { because: attack } }, to)) },
  'job summary': { reader: 'markdown', writes: [], print: (attack, frame) => jobSummary({ name: `x ${attack}`, diagnosis: diagnose(frame), context: { because: attack } }) },
  'page': {
    reader: 'html', writes: ['cli/output/page'],
    print: (attack, frame) => renderHtml(
      [0, 1].map(() => ({ ...reportOf(attack, frame), name: `x ${attack}`, context: { because: attack }, diagnosedAt: NOW })), [], [[`head ${attack}`, `line ${attack}`]],
    ),
  },
  'text of replay': { reader: 'lines', writes: ['cli/replay'], print: (_, frame) => replayed(frame, {}) },
  'JSON of replay': { reader: 'json', writes: [], print: (_, frame) => replayed(frame, { json: true }) },
  'every frame of replay': { reader: 'lines', writes: [], print: (_, frame) => replayed(frame, { allFrames: true }) },
  'every frame of replay as JSON': { reader: 'json', writes: [], print: (_, frame) => replayed(frame, { allFrames: true, json: true }) },
  'timeline of replay': { reader: 'lines', writes: [], print: (_, frame) => replayed(frame, { timeline: true }) },
  'timeline of replay as JSON': { reader: 'json', writes: [], print: (_, frame) => replayed(frame, { timeline: true, json: true }) },
  'annotations of replay': { reader: 'annotations', writes: [], print: (_, frame) => replayed(frame, { format: 'github' }) },
  'summary of replay': { reader: 'markdown', writes: [], print: (_, frame) => withSummary(() => replayed(frame, { format: 'github' })) },
  'a file with a hostile name': {
    reader: 'lines', writes: [], print: (attack, frame) => replayed(frame, {}, {}, `a ${attack.replace(/[/\0]/g, '')} b.json`.slice(0, 60)).then((text) => text.replace(/hunter2secret/g, '')),
  },
  'a broken recording': { reader: 'lines', writes: [], print: (attack, frame) => replayed(frame, {}, {}, 'a.json', JSON.stringify({ recording: 1, frames: [{ at: NOW, targetHealth: { [attack]: 1 } }] })) },
  'a broken recording as JSON': {
    reader: 'json', writes: [],
    print: async (attack, frame) => {
      const broken = [JSON.stringify({ recording: 1, frames: [{ at: NOW, targetHealth: { [attack]: 1 } }] }), `${attack} [`];
      const texts = [await replayed(frame, { json: true }, {}, 'a.json', broken[0]), await replayed(frame, { json: true }, {}, 'a.json', broken[1])];
      return texts.join('').split('\n').filter((line) => line.startsWith('{')).join('\n');
    },
  },
  'line of record': {
    reader: 'lines', writes: ['cli/record', 'cli/watch/files'],
    print: (attack) => [savedText(`a ${attack}`, 1, {}).replace(/hunter2secret/g, ''), faultOf({ what: 'tasks', error: `E ${attack}`, message: attack }).line].join('\n'),
  },
  'text of watch': {
    reader: 'lines', writes: ['cli/watch/lines', 'cli/watch/live', 'cli/watch/live-region'],
    print: (attack, frame) => newsOf(attack, frame).map((news) => newsText(news, stateOf(attack, frame), pipe()) ?? '').join('\n'),
  },
  'text of watch before an operation': { reader: 'lines', writes: [], print: (attack, frame) => newsOf(attack, frame).map((news) => newsText(news, undefined, pipe()) ?? '').join('\n') },
  'JSON of watch': { reader: 'json', writes: [], print: (attack, frame) => newsOf(attack, frame).map((news) => jsonLine(newsJson(news, stateOf(attack, frame)))).join('\n') },
  'live view of watch': {
    reader: 'lines', writes: [],
    print: (attack, frame) => [120, 50].flatMap((columns) => viewLines(stateOf(attack, frame), Date.parse(NOW), { columns, rows: 60, paint: plain })).join('\n'),
  },
  'text of ecs-why STACK': { reader: 'lines', writes: ['cli/stack/output', 'cli/stack/command'], print: (attack, frame) => stackPrinted(attack, frame, 'text') },
  'JSON of ecs-why STACK': { reader: 'json', writes: [], print: (attack, frame) => stackPrinted(attack, frame, 'json') },
  'annotations of ecs-why STACK': { reader: 'annotations', writes: [], print: (attack, frame) => stackPrinted(attack, frame, 'github') },
  'summary of ecs-why STACK': { reader: 'markdown', writes: [], print: (attack, frame) => withSummary(() => stackPrinted(attack, frame, 'github')) },
  'text of follow': { reader: 'lines', writes: ['cli/follow/lines'], print: (attack, frame) => printed((to) => printFollowed(attack, frame, 'text', to)) },
  'JSON of follow': { reader: 'json', writes: ['cli/follow/command'], print: (attack, frame) => printed((to) => printFollowed(attack, frame, 'json', to)) },
  'annotations of follow': { reader: 'annotations', writes: [], print: (attack, frame) => printed((to) => printFollowed(attack, frame, 'github', to)) },
  'live view of follow': {
    reader: 'lines', writes: [],
    print: (attack, frame) => [120, 50].flatMap((columns) => followView(followedState(attack, frame), Date.parse(NOW), { columns, rows: 60, paint: plain })).join('\n'),
  },
  'page of follow': {
    reader: 'html', writes: [],
    print: (attack, frame) => renderHtml(reportsOf(followedState(attack, frame)).map((report) => ({ ...report, name: Object.values(report.name).join('/') })), []),
  },
  'outputs of a step': { reader: 'lines', writes: [], print: (attack, frame) => withSummary(() => summarize(reportsOf(followedState(attack, frame))), 'GITHUB_OUTPUT') },
  'JUnit of ecs-why and follow': {
    reader: 'xml', writes: ['cli/output/junit'],
    print: (attack, frame) => junitXml([caseOf(reportOf(attack, frame)), ...junitCases(followedState(attack, frame))], NOW),
  },
  'JUnit of watch and ecs-why STACK': {
    reader: 'xml', writes: [],
    print: (attack, frame) => junitXml([
      ...watchCases(stateOf(attack, frame)), ...stackCases(operationOf(attack, frame), explanationsOf(attack, frame)),
    ], NOW),
  },
  'names that mean several services, or none': { reader: 'lines', writes: [], print: (attack) => foundTexts(attack) },
};

const same = (text: string) => text;
const plain = { bold: same, dim: same, red: same, yellow: same, green: same, cyan: same } as unknown as Parameters<typeof viewLines>[2]['paint'];

/** Files of src that write only texts of ours, or what a person has typed. */
export const OURS = ['cli/causes', 'cli/completion', 'cli/demo/command', 'cli/exit-code', 'cli/main', 'cli/output/aside'];
