import { exited, frameOf, Given } from './given';
import { diagnose } from '../../src/diagnosis/engine';

/** What a program says to do about its error goes before general advice of ours. */
const ended = (log: readonly string[], given: Given = {}, exitCode = 1) => diagnose(frameOf({
  ...given, log,
  task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
})).causes[0];
const asks = (words: string) => `do what the program asks for in its log: "${words}"`;

describe('advice of the program', () => {
  test.each<[string, readonly string[], string]>([
    ['in the sentence after the error', ['error: the schema file has version 7; run `tool schema upgrade` first.'], 'run `tool schema upgrade` first'],
    ['in the next line', ['ERROR: no quorum device was given', 'HINT: Consider quorumctl init or quorumctl single'], 'Consider quorumctl init or quorumctl single'],
    ['over several lines', ['ERROR: the store has no owner.', '  You *MUST* specify an owner and', '  its password, or --anonymous,', '  to go on.'],
      'You *MUST* specify an owner and its password, or --anonymous, to go on'],
    ['with what it is for', ['error: the catalog is empty', 'To fill a new catalog, run \'catalog bootstrap\'.'], 'To fill a new catalog, run \'catalog bootstrap\''],
    ['in brackets', ['ERROR: Joining the ring... forbidden (check ring token)'], 'check ring token'],
  ])('%s', (_what, log, words) => {
    const cause = ended(log);
    expect(cause.id).toBe('app-crashed');
    expect(cause.fix).toContain(asks(words));
  });

  test('of .NET, which aborts', () => {
    const cause = ended(['Process terminated. The culture data are not there. Please install culture-data and begin anew.'], {}, 134);
    expect(cause.id).toBe('app-aborted');
    expect(cause.fix).toBe(asks('Please install culture-data and begin anew'));
  });

  test('beside the place that the task definition has', () => {
    const given = { container: { environment: [{ name: 'AGENT_OPTS', value: '-agent:/opt/agents/probe.jar' }] } };
    expect(ended(['error: /opt/agents/probe.jar has no manifest. Use a built one.'], given).fix)
      .toBe(`look at AGENT_OPTS of addContainer('web'), which has what this line names; ${asks('Use a built one')}`);
  });

  test('not where to report, to ask or to see more, and not of a program that speaks of itself', () => {
    const log = ['ERROR the carousel jammed', 'Please report this to the maintainers of the carousel.', 'Run with --verbose for more.', 'carousel used its last token'];
    expect(ended(log).fix).not.toContain('do what the program asks');
  });
});

describe('a value that has what the line names', () => {
  const of = (value: string, line: string, name = 'APP_OPTS') => exited(line, { container: { environment: [{ name, value }] } }).fix;
  test('a path in it', () => expect(of('-x -agent:/opt/a/probe.jar', 'panic: /opt/a/probe.jar is no archive')).toContain('look at APP_OPTS'));
  test('an address in it', () => expect(of('A://0.0.0.0:9092,B://x:1', 'panic: 0.0.0.0 is no address that others can reach')).toContain('look at APP_OPTS'));
  test('another path', () => expect(of('-agent:/opt/a/probe.jar2', 'panic: /opt/a/probe.jar is no archive')).not.toContain('look at APP_OPTS'));
  test('not of a secret', () => expect(of('/opt/a/probe.jar', 'panic: /opt/a/probe.jar is no archive', 'API_KEY')).not.toContain('API_KEY'));
});
