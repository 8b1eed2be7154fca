import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'test-results-parser';
import { followUpdate, V1, V2 } from './deploys';
import { EXIT } from '../../../src/cli/exit';
import { imageGone, inOperation } from '../../lifecycle/rules';
import { assembly } from '../../lifecycle/shop';
import { beside, openLab } from '../bundle';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'follow-junit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const read = (name: string) => parse({ type: 'junit', files: [join(folder, name)] });
const RULES = [inOperation(2, imageGone)];

test('follow: the diagnosis is the failure of the case of its service', async () => {
  const { code, place } = await followUpdate({ rules: RULES, args: ['--wait', '5m', '--junit', join(folder, 'follow.xml')] });
  expect(code).toBe(EXIT.failed);
  const { total, failed, suites } = read('follow.xml');
  expect({ total, failed, suite: suites[0].name }).toEqual({ total: 1, failed: 1, suite: place.cluster });
  expect(suites[0].cases[0]).toMatchObject({ name: place.service, status: 'FAIL', failure: expect.stringContaining('[image-not-found]') });
});

test('follow: deployed', async () => {
  await followUpdate({ args: ['--wait', '5m', '--junit', join(folder, 'good.xml')] });
  expect(read('good.xml')).toMatchObject({ total: 1, passed: 1, failed: 0 });
});

test('watch and explain', async () => {
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { Api: { rules: RULES } } } });
  await lab.deploy({ assembly: assembly(V1) });
  const watch = await beside(lab, ['watch', 'Shop', '--junit', join(folder, 'watch.xml')]);
  await lab.advance(7);
  await lab.deploy({ assembly: assembly(V2) });
  const explain = await beside(lab, ['Shop', '--junit', join(folder, 'explain.xml')]);
  await lab.advance(60);
  expect([(await watch.ended).code, (await explain.ended).code]).toEqual([EXIT.failed, EXIT.ok]);
  for (const name of ['watch.xml', 'explain.xml']) {
    const { total, suites } = read(name);
    expect({ name, total, suite: suites[0].name }).toEqual({ name, total: 1, suite: 'Shop' });
    expect(suites[0].cases[0]).toMatchObject({ name: expect.stringMatching(/^Api/), status: 'FAIL', failure: expect.stringContaining('[image-not-found]') });
  }
});

test('a file that cannot be written is an error before anything is read', async () => {
  const lab = await openLab({ scenario: { scenario: 1 } });
  const { ended } = await beside(lab, ['follow', 'prod', 'web', '--junit', join(folder, 'absent', 'junit.xml')]);
  expect(await ended).toEqual({ code: EXIT.couldNotLook, out: '', err: expect.stringMatching(/^ecs-why: the JUnit file cannot be written: /) });
});
