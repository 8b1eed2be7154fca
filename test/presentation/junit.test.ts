import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { parse } from 'test-results-parser';
import { diagnose } from '../../src/diagnosis/engine';
import { junitResult } from '../../src/presentation/junit';
import { JunitCase, junitXml } from '../../src/presentation/junit-xml';
import { buildAll } from '../corpus/recordings';

const folder = mkdtempSync(join(tmpdir(), 'junit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const AT = '2026-11-29T10:00:00.000Z';

/** What a reader of JUnit files finds. */
function read(cases: readonly JunitCase[]) {
  const file = join(folder, 'junit.xml');
  writeFileSync(file, junitXml(cases, AT));
  return parse({ type: 'junit', files: [file] });
}

test('a reader finds suites, cases, failures and their texts', () => {
  const [{ recording }] = buildAll().filter(({ expect: { cause } }) => cause === 'image-not-found');
  const result = junitResult(diagnose(recording.frames[0]));
  const found = read([
    { suite: 'prod', name: 'web', seconds: 38.21, result },
    { suite: 'prod', name: 'api', seconds: 151, result: { kind: 'passed' } },
    { suite: 'prod', name: 'worker', result: { kind: 'passed', text: 'it recovered from:\ncontainer "app" exits' } },
    { suite: 'test', name: 'web', result: { kind: 'error', message: 'service not readable: grant ecs:DescribeServices', type: 'not-read' } },
    { suite: 'test', name: 'api', result: { kind: 'skipped', message: 'superseded: ecs-svc/2 (web:43) has taken its place' } },
  ]);
  // This reader counts what was skipped apart.
  expect(found).toMatchObject({ name: 'ecs-why', total: 4, failed: 1, errors: 1, skipped: 1 });
  expect(found.suites.map(({ name, total }) => [name, total])).toEqual([['prod', 3], ['test', 1]]);
  const [web, api] = found.suites[0].cases;
  expect(web).toMatchObject({ name: 'web', status: 'FAIL', duration: 38200, failure: expect.stringContaining('[image-not-found]') });
  expect(api).toMatchObject({ name: 'api', status: 'PASS', duration: 151000 });
});

test('a healthy deployment passes, one in progress is skipped', () => {
  const healthy = { status: 'healthy', causes: [] } as unknown as Parameters<typeof junitResult>[0];
  expect(junitResult(healthy)).toEqual({ kind: 'passed' });
  expect(junitResult({ ...healthy, status: 'in-progress' })).toEqual({ kind: 'skipped', message: 'the deployment is in-progress' });
});

test('whatever the texts are, the file is well-formed XML and says them to its reader', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(fc.property(text, text, text, (suite, message, more) => {
    const xml = junitXml([{ suite, name: more, result: { kind: 'failure', message, type: 'x', text: `${more}\n]]>${message}<![CDATA[ &lt;` } }], AT);
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u);
  }));
});
