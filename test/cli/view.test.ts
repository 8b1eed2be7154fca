import { paintOf } from '../../src/cli/terminal';
import { ServiceWatch, StackWatch } from '../../src/cli/watch/model';
import { viewLines } from '../../src/cli/watch/view';

const STACK = 'Shop-InnerNestedStackInnerNestedStackResource0123ABCD-1A2B3C4D5E6F7';
const root = { id: 'r', name: 'Shop', status: 'CREATE_IN_PROGRESS', startedAt: '2026-11-23T10:00:00.000Z' } as StackWatch;
const services = ['LoopService2C18AA01', 'LoopService9F27BB02'].map((logicalId) => ({
  stackId: 's', stackName: STACK, logicalId, status: 'CREATE_IN_PROGRESS', startedAt: root.startedAt, told: '', unread: [], over: false,
}) as unknown as ServiceWatch);
const paint = paintOf({ out: () => undefined, err: () => undefined, tty: false, columns: () => 80 } as never);

const heads = (columns: number) => viewLines({
  root, stacks: new Map(), services: new Map(services.map((s) => [s.logicalId, s])), notices: [], throttled: false,
}, Date.parse(root.startedAt), { columns, rows: 40, paint }).filter((line) => line.includes('CREATE_IN_PROGRESS') && !line.includes('  Shop  '));

test('services of one nested stack are told apart: its name loses its end, theirs nothing', () => {
  expect(heads(80)).toEqual([expect.stringMatching(/^Shop-Inner.*\.\.\.\/LoopService2C18AA01  /), expect.stringMatching(/^Shop-Inner.*\.\.\.\/LoopService9F27BB02  /)]);
  for (const line of [...heads(80), ...heads(50)]) expect(line.length).toBeLessThan(80);
  expect(heads(50)).toEqual([expect.stringContaining('LoopService'), expect.stringContaining('LoopService')]);
  expect(heads(200)[0]).toContain(`${STACK}/LoopService2C18AA01`);
});
