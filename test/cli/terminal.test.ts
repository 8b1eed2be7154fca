import { mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { beside, openLab } from './bundle';
import { inTmux, onScreen, Screen } from './screen';
import { SCENARIO, threeServices } from './three-services';
import { EXIT } from '../../src/cli/exit';
import { Lab } from '../../src/lab/lab';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const BREAKER = { circuitBreaker: { rollback: true } };
const plain = () => threeServices({ plain: true, service: BREAKER });
const SGR = /\u001b\[[\d;]*m/;

/** The screen as it is at that lab second: once it shows what was drawn last before. */
function screenAt(lab: Lab, seconds: number, screen: Pick<Screen, 'until' | 'rows'>, drawn: RegExp, look: (rows: string[]) => void | Promise<void>): { readonly done: () => boolean } {
  let done = false;
  lab.at(seconds, () => {
    void lab.clock.hold((async () => {
      await screen.until(drawn);
      await look(await screen.rows());
      done = true;
    })());
  });
  return { done: () => done };
}

async function deployed(lab: Lab, screen: Screen) {
  await lab.deploy({ assembly: plain() });
  await lab.advance(60);
  return screen.ended;
}

test('the live view: state below, news above, nothing of it left in the end', async () => {
  const lab = await openLab({ scenario: SCENARIO });
  const screen = await onScreen(lab, ['watch', 'Shop'], { columns: 110, rows: 40 });
  let seen: string[] = [];
  const looked = screenAt(lab, 38, screen, /^0:3[5-8] {2}Shop/m, (rows) => { seen = rows; });
  const code = await deployed(lab, screen);
  expect(looked.done()).toBe(true);
  expect(code).toBe(EXIT.failed);
  expect(seen.join('\n')).toMatch(/^0:3\d {2}Shop {2}CREATE_IN_PROGRESS$/m);
  expect(seen.join('\n')).toMatch(/BrokenService\w+ {2}ShopBrokenTask\w+:1 {2}CREATE_IN_PROGRESS {2}0:1\d {2}ecs-svc\/\d+/);
  expect(seen.filter((row) => /^ {2}desired 1, pending 1, running 0, healthy 0, failed 0$/.test(row))).toHaveLength(3);
  expect(seen.filter((row) => /^ {2}waiting for 1 task in \w+ to run$/.test(row))).toHaveLength(3);
  expect(seen.filter((row) => /^ {2}\d\d:\d\d:\d\d has started 1 tasks: \(task \w+\)\.$/.test(row))).toHaveLength(3);

  const lines = await screen.lines();
  expect(lines.filter((line) => /^ {2}container .* does not exist \[image-not-found\]$/.test(line))).toHaveLength(1);
  expect(lines.some((line) => line.includes('desired 1'))).toBe(false);
  expect(lines.slice(-2).join(' ')).toMatch(/^ +2:2\d {2}Shop: ROLLBACK_COMPLETE after \S+; diagnosed: Broken\w+ \[image-not-found\], +Loop\w+ \[app-config-missing\]$/);
  // Calm: drawn once a look at most, and not at all without a change.
  const looks = lab.calls.filter((call) => call.operation === 'DescribeStackEvents').length;
  expect(screen.raw().split('Shop\u0020\u0020').length - 1).toBeLessThanOrEqual(looks + 10);
  // The cursor comes back.
  expect(screen.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.raw().lastIndexOf('\u001b[?25l'));
});

/** A row of the live view of a service that has failed says so, however narrow the window. */
const FAILED = /^Bro.* {2}failed: image-n/;

test('small windows: nothing wraps, nothing scrolls away, and what matters is never cut', async () => {
  const lab = await openLab({ scenario: SCENARIO });
  const windows = await Promise.all([[60, 12], [40, 24], [40, 10], [30, 6]].map(async ([columns, rows]) => {
    const screen = await onScreen(lab, ['watch', 'Shop'], { columns, rows });
    const window = { columns, rows, screen, live: [] as string[], late: [] as string[] };
    return { ...window, looked: screenAt(lab, 38, screen, /^0:3[5-8] {2}Shop/m, (now) => { window.live.push(...now); }), lookedAgain: screenAt(lab, 54, screen, /^0:5[0-4] {2}Shop/m, (now) => { window.late.push(...now); }), window };
  }));
  await lab.deploy({ assembly: plain() });
  await lab.advance(60);
  for (const { columns, rows, screen, window: { live, late }, looked, lookedAgain } of windows) {
    await screen.ended;
    expect([looked.done(), lookedAgain.done()]).toEqual([true, true]);
    for (const seen of [live, late]) {
      expect(seen.length).toBeLessThanOrEqual(rows);
      const at = seen.findIndex((row) => /^0:\d\d {2}Shop {2}CREATE_IN/.test(row));
      expect(at).toBeGreaterThanOrEqual(0);
      expect(seen.slice(at).length).toBeGreaterThan(Math.min(4, rows - 3));
      for (const row of seen.slice(at)) expect(row.length).toBeLessThan(columns);
      for (const name of ['Bro', 'Loop', 'Fine']) expect(seen.slice(at).some((row) => row.startsWith(name))).toBe(true);
    }
    expect(late.some((row) => FAILED.test(row))).toBe(true);
    if (rows === 24) expect(live.join(' ')).toMatch(/desired 1, pending 1, running 0, +healthy 0, failed 0/);
    // What stays above breaks between words, and addresses are whole.
    const lines = await screen.lines();
    expect(lines.filter((line) => /^\d+:\d\d {2}Shop {2}\w+$/.test(line))).toEqual([]);
    expect(lines.some((line) => line.endsWith('https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html'))).toBe(true);
    expect(lines.join('\n')).toMatch(/The following\s+resource\(s\)\s+failed/);
  }
});

describe('the window is resized: the view is drawn anew, nothing of the old one stays, and the news above it is whole', () => {
  const DRAG = [[110, 30], [96, 30], [81, 30], [67, 30], [52, 30], [40, 30]];

  const check = (seen: readonly string[], columns: number, rows: number) => {
    const view = seen.findIndex((row) => /^0:4[0-3] {2}Shop {2}CREATE_IN/.test(row));
    expect(seen.filter((row) => /^\d+:\d\d {2}Shop/.test(row))).toHaveLength(1);
    expect(view).toBeGreaterThanOrEqual(0);
    expect(seen.length).toBeLessThanOrEqual(rows);
    for (const name of ['Bro', 'Loop', 'Fine']) expect(seen.slice(view).filter((row) => row.startsWith(name))).toHaveLength(1);
    expect(seen.slice(view).every((row) => row.length < columns)).toBe(true);
    // Above it are only news, each once, as far as the window shows them.
    const above = seen.slice(0, view).join('');
    if (rows > 20) expect(above).toMatch(/^ +0:00 {2}Shop.* +0:2\d +\w+Service\w+ {2}CREATE_IN_PROGRESS *\w* +0:2\d +\w+Service/);
    for (const name of ['Broken', 'Loop', 'Fine']) expect(above.split(`${name}Service`).length).toBeLessThanOrEqual(2);
    expect(above).not.toMatch(/desired|ecs-svc/);
  };

  const resizeAt = (lab: Lab, second: number, screen: Pick<Screen, 'resize'>, [columns, rows]: readonly number[]) => {
    lab.at(second, () => { void lab.clock.hold(screen.resize(columns, rows)); });
  };

  test.each<[string, readonly number[], readonly (readonly number[])[]]>([
    ['wider', [50, 40], [[120, 40]]],
    ['narrower', [120, 40], [[50, 40]]],
    ['dragged', [120, 30], DRAG],
    ['lower and higher', [100, 30], [[100, 6], [100, 30]]],
    ['small, and large again', [100, 30], [[40, 8], [100, 30]]],
    ['narrow, and wide again', [100, 30], [[30, 30], [120, 30]]],
  ])('%s', async (_, [columns, rows], sizes) => {
    const lab = await openLab({ scenario: SCENARIO });
    const screen = await onScreen(lab, ['watch', 'Shop'], { columns, rows });
    const seen: string[] = [];
    const drawn = screenAt(lab, 38, screen, /^0:3[5-8] {2}Shop/m, () => undefined);
    // A second apart, so that the view is drawn in each; dragged, at once.
    sizes.forEach((size, i) => resizeAt(lab, 38 + (sizes === DRAG ? 0 : i), screen, size));
    const looked = screenAt(lab, 43, screen, /^0:4[0-3] {2}Shop/m, (now) => { seen.push(...now); });
    await deployed(lab, screen);
    expect([drawn.done(), looked.done()]).toEqual([true, true]);
    check(seen, sizes.at(-1)![0], sizes.at(-1)![1]);
  });

  test('in tmux', async () => {
    const lab = await openLab({ scenario: SCENARIO });
    const tmux = await inTmux(lab, ['watch', 'Shop'], { columns: 100, rows: 30 });
    // CI installs tmux: there it is not allowed to be missing.
    if (!tmux && process.env.TEST_SHELLS !== 'all') return;
    const seen: string[] = [];
    resizeAt(lab, 38, tmux!, [30, 30]);
    resizeAt(lab, 40, tmux!, [120, 30]);
    const looked = screenAt(lab, 43, tmux!, /^0:4[0-3] {2}Shop/m, (now) => { seen.push(...now); });
    await lab.deploy({ assembly: plain() });
    await lab.advance(60);
    expect(looked.done()).toBe(true);
    check(seen, 120, 30);
  });
});

test('colour, and none', async () => {
  const lab = await openLab({ scenario: SCENARIO });
  const watch = ['watch', 'Shop', '--fail-fast'];
  const [coloured, byEnvironment, byOption] = await Promise.all([onScreen(lab, watch), onScreen(lab, watch, { env: { NO_COLOR: '1' } }), onScreen(lab, [...watch, '--no-color'])]);
  await lab.deploy({ assembly: plain() });
  await Promise.all([coloured.ended, byEnvironment.ended, byOption.ended]);
  expect(coloured.raw()).toMatch(SGR);
  expect(byEnvironment.raw()).not.toMatch(SGR);
  expect(byOption.raw()).not.toMatch(SGR);
});

test('piped, in CI, or on a dumb terminal: lines only', async () => {
  const lab = await openLab({ scenario: SCENARIO });
  const piped = await beside(lab, ['watch', 'Shop', '--fail-fast']);
  const ci = await onScreen(lab, ['watch', 'Shop', '--fail-fast'], { env: { CI: 'true' } });
  const dumb = await onScreen(lab, ['watch', 'Shop', '--fail-fast'], { env: { TERM: 'dumb' } });
  await lab.deploy({ assembly: plain() });
  expect((await piped.ended).out).not.toMatch(/\u001b/);
  await Promise.all([ci.ended, dumb.ended]);
  for (const screen of [ci, dumb]) {
    // eslint-disable-next-line no-control-regex
    expect(screen.raw().replace(/\u001b\[[\d;]*m/g, '')).not.toMatch(/\u001b/);
    expect((await screen.lines()).some((line) => line.includes('desired 1, pending 1'))).toBe(true);
  }
});

test('Ctrl-C at the keyboard', async () => {
  const lab = await openLab({ scenario: SCENARIO });
  const screen = await onScreen(lab, ['watch', 'Shop']);
  lab.at(12, () => {
    screen.type('\u0003');
    void lab.clock.hold(screen.ended);
  });
  const result = await lab.deploy({ assembly: threeServices({ plain: true, only: ['Fine'] }) });
  expect(await screen.ended).toBe(EXIT.interrupted);
  expect((await screen.lines()).at(-1)).toMatch(/stopped watching; the operation on the stack Shop continues \(CREATE_IN_PROGRESS\)/);
  expect(result.stackStatus).toBe('CREATE_COMPLETE');
});

test('Ctrl-C in the demo: the cursor comes back and no file stays', async () => {
  const tmp = mkdtempSync(join(tmpdir(), 'demo-test-'));
  const screen = await onScreen(await openLab({ scenario: { scenario: 1 } }), ['demo', 'app-exits', '--watch'], { clock: false, env: { TMPDIR: tmp } });
  await screen.until(/waiting for|desired/);
  screen.type('\u0003');
  expect(await screen.ended).toBe(EXIT.interrupted);
  expect(readdirSync(tmp)).toEqual([]);
  rmSync(tmp, { recursive: true });
  expect(screen.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(screen.raw().lastIndexOf('\u001b[?25l'));
});

test('without arguments: cluster and service are picked from lists', async () => {
  const lab = await openLab({ scenario: { scenario: 1 } });
  await lab.deploy({ assembly: threeServices({ plain: true }) });
  const screen = await onScreen(lab, [], { clock: false });
  await screen.until(/Service/);
  screen.type('loop');
  await screen.until(/^(?!.*Shop-Broken).*Shop-LoopService/s);
  screen.type('\r');
  expect(await screen.ended).toBe(EXIT.ok);
  expect((await screen.lines()).join('\n')).toMatch(/service Shop-LoopService\S+: healthy, 1 of 1 task runs/);
});

test.each([
  ['its ARN', (name: string) => `arn:aws:ecs:eu-west-1:123456789012:cluster/${name}`],
  ['the address of its page', (name: string) => `https://123456789012-abcd1234.eu-west-1.console.aws.amazon.com/ecs/v2/clusters/${name}/services`],
])('the cluster alone, by %s, which names the region: the service is picked', async (_, address) => {
  const lab = await openLab({ scenario: { scenario: 1 } });
  await lab.deploy({ assembly: threeServices({ plain: true, only: ['Fine'] }) });
  const cluster = [...lab.engine.living('Shop')!.resources.values()].find((r) => r.type === 'AWS::ECS::Cluster')!.physicalId!;
  const screen = await onScreen(lab, [address(cluster)], { clock: false, env: { AWS_REGION: '' } });
  expect(await screen.ended).toBe(EXIT.ok);
  expect((await screen.lines()).join('\n')).toMatch(/service Shop-Fine\S+: healthy, 1 of 1 task runs/);
});
