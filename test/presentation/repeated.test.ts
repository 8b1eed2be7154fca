import { Diagnosis } from '../../src/diagnosis/model';
import { renderReason } from '../../src/presentation/reason';
import { redactor } from '../../src/presentation/redact';

const redact = redactor();

test.each([
  ['password=hunter2x login failed with hunter2x', 'password=*** login failed with ***'],
  ['login failed with hunter2x\npassword=hunter2x', 'login failed with ***\npassword=***'],
  ['password="correcthorse" and "correcthorse" again', 'password="***" and "***" again'],
  ['parse "postgres://app:correct/horse@db:5432/y": invalid port ":correct" after host', 'parse "postgres://app:***@db:5432/y": invalid port ":***" after host'],
  ['invalid port ":cor" after host', 'invalid port ":***" after host'],
  ['{"msg":"invalid port \\":cor\\" after host"}', '{"msg":"invalid port \\":***\\" after host"}'],
  ['Port could not be cast to integer value as \'correct\'', 'Port could not be cast to integer value as \'***\''],
  ['panic: parse "postgres://app:p wcorrecthorse@db/x": net/url: invalid userinfo', 'panic: parse "postgres://app:***@db/x": net/url: invalid userinfo'],
])('what was masked once is masked everywhere: %s', (text, masked) => {
  expect(redact(text)).toBe(masked);
  expect(redact(masked)).toBe(masked);
});

test.each([
  ['password="orders" orders started', 'password="***" orders started'], ['password=80808080 port 80808080', 'password=*** port 80808080'],
  ['password=hunter2x hunter2xy', 'password=*** hunter2xy'], ['invalid port ":99999" after host', 'invalid port ":99999" after host'],
  ['invalid port ":$PORT" after host', 'invalid port ":$PORT" after host'], ['listen tcp: invalid port "http"', 'listen tcp: invalid port "http"'],
])('an ordinary word, a number and a part of a word stay: %s', (text, masked) => {
  expect(redact(text)).toBe(masked);
});

test('of the texts of a message, too: the one that gives it away may come last', () => {
  const headline = 'container "api" exits with code 1: no route for hunter2x';
  const diagnosis = {
    status: 'failed',
    causes: [{
      id: 'app-crashed', title: 'x', stage: 'run', certainty: 'certain', retry: 'never', symptomOnly: false, waiting: false, container: 'api', tasks: ['6b1d6e32aaaa'], headline, elastic: [],
      evidence: ['hunter2x'], facts: ['the log names hunter2x'], fix: 'correct hunter2x', docs: 'https://docs.aws.amazon.com/x.html',
    }],
    summary: { failedTasks: 2, desiredCount: 2, taskDefinition: 'api:42', changes: [] }, impact: '', unavailable: [],
    log: { container: 'api', task: '6b1d6e32aaaa', omitted: 0, missing: null, lines: [{ message: 'no route for hunter2x' }, { message: 'password=hunter2x' }] },
  } as unknown as Diagnosis;
  for (const patterns of [[], ['cust-\\d+']]) {
    const shown = renderReason(diagnosis, { redact: patterns }, 3000);
    expect(shown).toContain('no route for ***');
    expect(shown).not.toContain('hunter2x');
  }
});
