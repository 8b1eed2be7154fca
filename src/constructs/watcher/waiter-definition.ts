/**
 * The state machine that is the watcher's clock, in the Amazon States Language: wait, look, done? It knows nothing of deployments:
 * the function answers how long to wait, and whether the watch is over (`StepAnswer`).
 */
export function waiterDefinition(functionName: string, partition: string): object {
  const look = (payload: object) => ({
    Type: 'Task',
    Resource: `arn:${partition}:states:::lambda:invoke`,
    Parameters: { FunctionName: functionName, Payload: { 'watch.$': '$.watch', 'now.$': '$$.State.EnteredTime', ...payload } },
    OutputPath: '$.Payload',
    TimeoutSeconds: STEP_TIMEOUT_SECONDS,
    Retry: RETRY,
  });
  return {
    Comment: 'Clock of the ECS deployment diagnosis: one execution watches one deployment of one service',
    StartAt: 'Wait',
    TimeoutSeconds: EXECUTION_TIMEOUT_SECONDS,
    States: {
      'Wait': { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Look' },
      'Look': {
        ...look({}),
        // Without an answer, CloudFormation would wait an hour for the custom resource and then fail a healthy deployment.
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Give up' }],
        Next: 'Done?',
      },
      'Done?': { Type: 'Choice', Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'Answered' }], Default: 'Wait' },
      'Give up': {
        // The whole object, { Error, Cause }: a member that was missing would be a States.Runtime, which nothing retries or catches. The
        // States Language only says that an error SHOULD have a Cause.
        ...look({ 'giveUp.$': '$.error' }),
        Retry: [...RETRY.slice(0, 2), RETRY_TO_THE_END],
        Next: 'Answered',
      },
      'Answered': { Type: 'Succeed' },
    },
  };
}

// The function's own 60 s, and 10 s for delivery and a cold start.
const STEP_TIMEOUT_SECONDS = 70;

// CloudFormation takes no answer after an hour: an execution that runs longer is of no use.
const EXECUTION_TIMEOUT_SECONDS = 65 * 60;

// Delays stay within 15 s: deleting a state machine waits for the next transition of its executions.
const RETRY = [
  {
    // The errors that AWS names as transient for a Lambda task (Step Functions Developer Guide, "Handle transient Lambda service
    // exceptions"), and an account out of concurrency; about two minutes in all. Not a Catch that goes back to Wait, although EnteredTime
    // probably stays that of the first attempt: ages are then at most two minutes too small, so the watch decides late and never early. The
    // way back to Wait would have no limit, and CloudFormation would get no answer while the account is out of concurrency.
    ErrorEquals: ['Lambda.ServiceException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException'],
    IntervalSeconds: 2,
    BackoffRate: 1.5,
    MaxDelaySeconds: 15,
    MaxAttempts: 12,
  },
  // The first execution starts seconds after its role was made, which may permit nothing yet: a denied call is this error
  // (awslabs/aws-deployment-framework#460). Short delays, because meanwhile nobody looks; two minutes in all.
  { ErrorEquals: ['Lambda.AWSLambdaException'], IntervalSeconds: 2, BackoffRate: 1.1, MaxDelaySeconds: 5, MaxAttempts: 30 },
  // A crash or a timeout (States.Timeout, Sandbox.Timedout). A step keeps nothing in memory, so it can run again.
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, BackoffRate: 1, MaxAttempts: 2 },
];

// The last state that can answer: it tries for about half an hour, because CloudFormation would wait longer than that.
const RETRY_TO_THE_END = { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, BackoffRate: 1.5, MaxDelaySeconds: 15, MaxAttempts: 120 };
