import { readFileSync } from 'fs';
import { join } from 'path';
import { steadyClock } from '../../src/cli/steady-clock';

afterEach(() => jest.restoreAllMocks());

test.each([[1_000_000], [-3_600_000]])('the clock of the system is set by %s ms: no time has passed', (step) => {
  const [wall, steady] = [jest.spyOn(Date, 'now').mockReturnValue(1_800_000_000_000), jest.spyOn(performance, 'now').mockReturnValue(700.25)];
  const now = steadyClock();
  expect(now()).toBe(1_800_000_000_000);
  wall.mockReturnValue(1_800_000_000_000 + step);
  steady.mockReturnValue(5_700.75);
  expect(now()).toBe(1_800_000_005_000);
});

test.each(['follow/command.ts', 'watch/command.ts', 'record.ts'])('%s measures by no other clock', (file) => {
  expect(readFileSync(join(__dirname, '../../src/cli', file), 'utf8')).not.toContain('Date.now()');
});
