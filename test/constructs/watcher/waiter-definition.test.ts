import validate from 'asl-validator';
import { waiterDefinition } from '../../../src/constructs/watcher/waiter-definition';

const FUNCTION = 'arn:aws-cn:lambda:cn-north-1:123456789012:function:watcher';

interface State {
  readonly [field: string]: unknown;
  readonly Type: string;
  readonly Next?: string;
  readonly Retry?: readonly Retrier[];
}

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxDelaySeconds?: number;
  readonly IntervalSeconds: number;
}

describe('definition of the waiter', () => {
  const definition = waiterDefinition(FUNCTION, 'aws-cn') as { readonly States: { readonly [name: string]: State } };
  const { Look, 'Give up': giveUp, Wait } = definition.States;

  test('is valid in the Amazon States Language', () => {
    const { isValid, errorsText } = validate(definition);
    expect(isValid ? '' : errorsText()).toBe('');
  });

  test('the validator would notice a mistake', () => {
    const broken = { ...definition, States: { ...definition.States, Wait: { ...Wait, Next: 'Nowhere' } } };
    expect(validate(broken).isValid).toBe(false);
  });

  test('sends the watch and the time of the state to the function, in any partition (F13)', () => {
    expect(Look).toMatchObject({
      Resource: 'arn:aws-cn:states:::lambda:invoke',
      Parameters: { FunctionName: FUNCTION, Payload: { 'watch.$': '$.watch', 'now.$': '$$.State.EnteredTime' } },
      OutputPath: '$.Payload',
    });
  });

  test('says why it gives up, with the watch as it was (F12)', () => {
    expect(Look.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Give up' }]);
    expect(giveUp.Parameters).toMatchObject({
      Payload: { 'watch.$': '$.watch', 'now.$': '$$.State.EnteredTime', 'giveUp.$': '$.error' },
    });
  });

  test.each([['Look', Look], ['Give up', giveUp]])('%s is tried again, with less than 15 s between two tries', (_, state) => {
    expect(state.Retry!.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual([
      'Lambda.ServiceException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException', 'Lambda.AWSLambdaException', 'States.ALL',
    ]);
    for (const retry of state.Retry!) expect(retry.MaxDelaySeconds ?? retry.IntervalSeconds).toBeLessThanOrEqual(15);
  });
});
