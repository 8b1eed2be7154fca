import { Duration, Lazy, Token } from 'aws-cdk-lib';
import { diagnosedService, DIAGNOSES, newStack, ofType, resourcesOf } from './synth';
import { CausePolicy, DiagnosisMode, EcsDeploymentDiagnosis, EcsDeploymentDiagnosisOptions, EcsDeploymentDiagnosisProps, OnTimeout } from '../../src';

const TOKEN = 'a token (the value must be known at synthesis)';

/** Options as JavaScript or a cast may pass them, and what stands after `Shop/Service: diagnosis.` */
const REFUSED: [problem: string, options: object, message: string][] = [
  ['enabled as text', { enabled: 'no' }, 'enabled must be true or false, got "no"'],
  ['unknown mode', { mode: 'WARN' }, 'mode must be DiagnosisMode.FAIL or DiagnosisMode.REPORT, got "WARN"'],
  ['mode null', { mode: null }, 'mode must be DiagnosisMode.FAIL or DiagnosisMode.REPORT, got null'],
  ['failureThreshold 0', { failureThreshold: 0 }, 'failureThreshold must be a whole number from 1 to 100, got 0'],
  ['failureThreshold 101', { failureThreshold: 101 }, 'failureThreshold must be a whole number from 1 to 100, got 101'],
  ['failureThreshold 1.5', { failureThreshold: 1.5 }, 'failureThreshold must be a whole number from 1 to 100, got 1.5'],
  ['failureThreshold NaN', { failureThreshold: NaN }, 'failureThreshold must be a whole number from 1 to 100, got NaN'],
  ['failureThreshold as text', { failureThreshold: '2' }, 'failureThreshold must be a whole number from 1 to 100, got "2"'],
  ['failureThreshold as a token', { failureThreshold: Token.asNumber(Lazy.number({ produce: () => 2 })) }, `failureThreshold must be a whole number from 1 to 100, got ${TOKEN}`],
  ['stuckAfter too short', { stuckAfter: Duration.seconds(59) }, 'stuckAfter must be a Duration of 0 (never) or 1 to 57 minutes, in whole seconds, got Duration.seconds(59)'],
  ['stuckAfter too long', { stuckAfter: Duration.hours(1) }, 'stuckAfter must be a Duration of 0 (never) or 1 to 57 minutes, in whole seconds, got Duration.hours(1)'],
  ['stuckAfter as a number', { stuckAfter: 900 }, 'stuckAfter must be a Duration of 0 (never) or 1 to 57 minutes, in whole seconds, got 900'],
  ['stuckAfter in parts of a second', { stuckAfter: Duration.millis(60_500) }, 'stuckAfter must be a Duration of 0 (never) or 1 to 57 minutes, in whole seconds, got Duration.millis(60500)'],
  ['timeout 0', { timeout: Duration.seconds(0) }, 'timeout must be a Duration of 1 to 57 minutes, in whole seconds, got Duration.seconds(0)'],
  ['timeout too long', { timeout: Duration.minutes(58) }, 'timeout must be a Duration of 1 to 57 minutes, in whole seconds, got Duration.minutes(58)'],
  ['timeout as a token', { timeout: Duration.minutes(Lazy.number({ produce: () => 5 })) }, `timeout must be a Duration of 1 to 57 minutes, in whole seconds, got ${TOKEN}`],
  ['unknown onTimeout', { onTimeout: 'SUCCEED' }, 'onTimeout must be OnTimeout.HAND_OVER or OnTimeout.FAIL, got "SUCCEED"'],
  ['causes as a list', { causes: ['image-not-found'] }, 'causes must map cause ids to CausePolicy, got ["image-not-found"]'],
  ['misspelled cause', { causes: { 'image-notfound': CausePolicy.never() } },
    'causes must name known causes (`ecs-why causes` lists them), got "image-notfound"; did you mean "image-not-found"?'],
  ['invented cause', { causes: { gremlins: CausePolicy.never() } }, 'causes must name known causes (`ecs-why causes` lists them), got "gremlins"'],
  ['retired cause', { causes: { 'not-a-failure': CausePolicy.never() } }, 'causes must not name not-a-failure, which is retired: remove it, got "not-a-failure"'],
  ['cause with a number', { causes: { 'app-crashed': 3 } }, 'causes["app-crashed"] must be a CausePolicy, such as CausePolicy.failAtOnce(), got 3'],
  ['cause after 0 tasks', { causes: { 'app-crashed': CausePolicy.failAfter(0) } }, 'causes["app-crashed"] must be CausePolicy.failAfter of a whole number from 1 to 100, got 0'],
  ['cause after half a task', { causes: { 'app-crashed': CausePolicy.failAfter(0.5) } }, 'causes["app-crashed"] must be CausePolicy.failAfter of a whole number from 1 to 100, got 0.5'],
  ['logLines -1', { logLines: -1 }, 'logLines must be a whole number from 0 to 100, got -1'],
  ['logLines 101', { logLines: 101 }, 'logLines must be a whole number from 0 to 100, got 101'],
  ['redact as text', { redact: 'secret' }, 'redact must be a list of regular expressions, got "secret"'],
  ['redact with a RegExp', { redact: [/secret/] }, 'redact[0] must be a regular expression of at most 200 characters, as text, got /secret/'],
  ['redact with an invalid pattern', { redact: ['fine', '('] }, 'redact[1] must be a valid JavaScript regular expression, got "(": Unterminated group'],
  ['redact with a pattern that would silently match another text', { redact: ['\\p{Lu}\\w+\\-\\d'] },
    'redact[0] must be a valid JavaScript regular expression, got "\\\\p{Lu}\\\\w+\\\\-\\\\d": Invalid escape'],
  ['redact with a token', { redact: [Lazy.string({ produce: () => 'x' })] }, `redact[0] must be a regular expression of at most 200 characters, as text, got ${TOKEN}`],
  ['redact with an empty match', { redact: ['x*'] }, 'redact[0] must not match the empty string, got "x*"'],
  ...['(?=x)', '(?<=token=)', '\\b', '(?:(?=a)|\\b)'].map((pattern): [string, object, string] => (
    ['redact with a pattern that matches a place', { redact: [pattern] }, `redact[0] must match text, not only a place in it, got ${JSON.stringify(pattern)}`])),
  ['redact with a long pattern', { redact: ['x'.repeat(201)] }, `redact[0] must be a regular expression of at most 200 characters, as text, got "${'x'.repeat(201)}"`],
  ['redact with too many patterns', { redact: Array(51).fill('x') }, 'redact must have at most 50 patterns, got 51'],
];

describe('a bad option is refused with its path, name, value and range', () => {
  test.each(REFUSED)('%s', (_, options, message) => {
    const attempt = () => diagnosedService(newStack(), { diagnosis: options as EcsDeploymentDiagnosisOptions });
    expect(attempt).toThrow(new Error(`Shop/Service: diagnosis.${message}`));
  });

  test('even where the diagnosis is off', () => {
    expect(() => diagnosedService(newStack(), { diagnosis: { enabled: false, logLines: -1 } })).toThrow('logLines');
  });

  test.each([[false, 'false'], [true, 'true'], ['FAIL', '"FAIL"'], [[], '[]'], [3, '3']])('diagnosis: %j', (value, shown) => {
    expect(() => diagnosedService(newStack(), { diagnosis: value as EcsDeploymentDiagnosisOptions }))
      .toThrow(new Error(`Shop/Service: diagnosis must be a set of options, such as { enabled: false } or { logLines: 0 }, got ${shown}`));
  });

  test('no service', () => {
    expect(() => new EcsDeploymentDiagnosis(newStack(), 'Watch', {} as EcsDeploymentDiagnosisProps))
      .toThrow(new Error('Shop/Watch: service must be an ECS service that this app creates, got undefined'));
  });

  test.each([[undefined], [null]])('no props: %s', (props) => {
    expect(() => new EcsDeploymentDiagnosis(newStack(), 'Watch', props as unknown as EcsDeploymentDiagnosisProps))
      .toThrow(new Error('Shop/Watch: service must be an ECS service that this app creates, got undefined'));
  });

  const ALL = 'the options are enabled, mode, failureThreshold, stuckAfter, timeout, onTimeout, causes, logLines, redact';
  test.each([
    ['misspelled', { failureTreshold: 3 }, `there is no option diagnosis.failureTreshold (got 3); did you mean "failureThreshold"?; ${ALL}`],
    ['invented', { retries: 3 }, `there is no option diagnosis.retries (got 3); ${ALL}`],
    ['a name of every object', { toString: 3 }, `there is no option diagnosis.toString (got 3); ${ALL}`],
  ])('unknown option, %s', (_, options, message) => {
    expect(() => diagnosedService(newStack(), { diagnosis: options as EcsDeploymentDiagnosisOptions })).toThrow(new Error(`Shop/Service: ${message}`));
  });

  test('of the primitive: the path is its own', () => {
    const stack = newStack();
    const service = diagnosedService(stack, { diagnosis: { enabled: false } });
    expect(() => new EcsDeploymentDiagnosis(stack, 'Watch', { service, logLines: 1e9 }))
      .toThrow(new Error('Shop/Watch: logLines must be a whole number from 0 to 100, got 1000000000'));
  });
});

const ACCEPTED: [string, EcsDeploymentDiagnosisOptions, object][] = [
  ['mode', { mode: DiagnosisMode.REPORT }, { mode: 'REPORT' }],
  ['lowest numbers', { failureThreshold: 1, logLines: 0 }, { failureThreshold: 1, logLines: 0 }],
  ['highest numbers', { failureThreshold: 100, logLines: 100 }, { failureThreshold: 100, logLines: 100 }],
  ['never stuck', { stuckAfter: Duration.seconds(0) }, { stuckAfterSeconds: 0 }],
  ['durations', { stuckAfter: Duration.minutes(1), timeout: Duration.minutes(57) }, { stuckAfterSeconds: 60, timeoutSeconds: 3420 }],
  ['onTimeout', { onTimeout: OnTimeout.FAIL }, { onTimeout: 'FAIL' }],
  ['causes', { causes: { 'app-crashed': CausePolicy.failAtOnce(), 'out-of-memory': CausePolicy.failAfter(100), 'elb-health-check': CausePolicy.never() } },
    { causes: { 'app-crashed': 1, 'out-of-memory': 100, 'elb-health-check': 0 } }],
  ['patterns', { redact: ['acct-\\d+', 'cust\\-\\d+', '[\\w-.]+@acme'] }, { redact: ['acct-\\d+', 'cust\\-\\d+', '[\\w-.]+@acme'] }],
  ['undefined, as absent', { mode: undefined, causes: undefined, timeout: undefined }, { mode: 'FAIL', causes: {}, timeoutSeconds: 3420 }],
];

test.each(ACCEPTED)('options as the watcher reads them: %s', (_, diagnosis, expected) => {
  const stack = newStack();
  diagnosedService(stack, { diagnosis });
  const [[, { Properties }]] = ofType(resourcesOf(stack), DIAGNOSES);
  expect(JSON.parse(Properties.Options)).toMatchObject(expected);
});

test('the order in which causes are given does not matter, as that of a map of Java or Go does not', () => {
  const text = (ids: string[]) => {
    const stack = newStack();
    diagnosedService(stack, { diagnosis: { causes: Object.fromEntries(ids.map((id) => [id, CausePolicy.never()])) } });
    return ofType(resourcesOf(stack), DIAGNOSES)[0][1].Properties.Options;
  };
  expect(text(['out-of-memory', 'app-crashed', 'image-not-found'])).toBe(text(['image-not-found', 'app-crashed', 'out-of-memory']));
});
