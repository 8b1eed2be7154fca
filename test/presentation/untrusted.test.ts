import { jsonLine } from '../../src/presentation/foreign';
import { withUntrusted } from '../../src/presentation/untrusted';

const untrustedIn = (value: object) => (JSON.parse(jsonLine(value)) as { readonly untrusted?: readonly string[] }).untrusted;

test.each([
  ['a row of a timeline', { file: 'a.json', frame: 1, at: '2026-11-23T10:00:00Z', deployment: 'ecs-svc/1', taskDefinition: 'web:1', status: 'failed', cause: 'app-crashed', decision: 'fail', because: 'x' },
    ['deployment', 'taskDefinition', 'because']],
  ['a stack in a watch', { type: 'stack', at: '2026-11-23T10:00:00Z', seconds: 1, stack: 'Shop', status: 'CREATE_FAILED', reason: 'x' }, ['stack', 'status', 'reason']],
  ['a service in a watch', { type: 'service', stopped: [{ tasks: ['4f2a'], text: 'x' }], waitingFor: null }, ['stopped[].tasks', 'stopped[].text']],
  ['a stack', { stack: 'Shop', firstFailure: { reason: 'x', at: '2026-11-23T10:00:00Z' }, blockedBy: [{ reason: 'y' }], source: 'event', diagnosis: { status: 'failed', verdict: 'fail-now', causes: [{ id: 'a', headline: 'x' }] }, text: 'x' },
    ['stack', 'firstFailure.reason', 'blockedBy[].reason', 'diagnosis.causes[].headline', 'text']],
  ['a deployment that recovered', { status: 'healthy', verdict: 'healthy', recovered: [{ id: 'a', title: 'b', evidence: ['x'] }], before: { ending: 'x', causes: [] } }, ['recovered[].evidence', 'before.ending']],
  ['a recording that was not read', { file: 'a.json', status: 'unknown', verdict: 'keep-waiting', causes: [], unavailable: [{ what: 'recording', message: 'x' }], text: 'x' },
    ['unavailable[].what', 'unavailable[].message', 'text']],
])('%s names its members with texts that others wrote', (_, value, members) => {
  expect(untrustedIn(value)).toEqual(members);
});

test('the list is before the text, and an object of our own words has none', () => {
  expect(Object.keys(withUntrusted({ stack: 'x', text: 'y' }))).toEqual(['stack', 'untrusted', 'text']);
  expect(untrustedIn({ file: 'a', frames: 4 })).toBeUndefined();
});
