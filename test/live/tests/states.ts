import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Aws, aws_iam as iam, aws_stepfunctions as sfn, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { inlineFunction } from '../inline';
import { Kit } from '../kit';
import { liveTest } from '../model';
import { checked, settled } from '../questions';
import { SeenEvent } from '../recording';

interface Attempt {
  /** `$$.State.EnteredTime` in its input. */
  readonly entered: string;
  readonly retry: number;
  /** When it began. */
  readonly now: string;
}

interface Recording {
  readonly attempts: readonly Attempt[];
  readonly output: string;
}

const SLEEPER = `exports.handler = async (event) => {
  console.log('attempt ' + JSON.stringify({ ...event, now: new Date().toISOString() }));
  await new Promise((resolve) => setTimeout(resolve, 5000));
};`;
/** The role of the machine is seconds old: the first executions can be denied. */
const EXECUTIONS = 5, LOG_POLLS = 12, EVERY_MS = 5000;

export const l6 = liveTest<Recording>({
  id: 'L6',
  title: 'Step Functions: a task that times out twice',
  minutes: 3,
  dollars: 0.01,
  settles: 'EnteredTime in the second attempt of a state; Error and Cause of States.Timeout',
  run: async (kit) => {
    const { events } = await kit.deployed({ name: 'l6', build: slowMachine });
    const idOf = (type: string) => String(events.find((event) => event.type === type && event.physicalId)?.physicalId);
    let output = '';
    for (let count = 0; count < EXECUTIONS && !output.includes('States.Timeout'); count++) {
      output = await execute(kit, idOf('AWS::StepFunctions::StateMachine'));
    }
    const attempts = await attemptsIn(kit, idOf('AWS::Logs::LogGroup'));
    return { attempts, output };
  },
  judge: ({ attempts, output }) => {
    const second = attempts.findIndex(({ retry }) => Number(retry) === 1);
    const first = attempts[second - 1];
    const isSame = first && first.entered === attempts[second]?.entered;
    const { Error: name, Cause: cause } = errorIn(output);
    const whose = isSame ? 'that of the first attempt' : 'its own';
    return [
      settled('EnteredTime in the second attempt of a state',
        second > 0 ? `${whose} (${first.entered}, ${attempts[second].entered})` : undefined),
      checked('The error of a time-out has Error and Cause', name === undefined ? undefined : cause !== undefined,
        name === undefined ? 'no error in the output' : `Error ${JSON.stringify(name)}, Cause ${JSON.stringify(cause) ?? 'missing'}`),
    ];
  },
});

function slowMachine(stack: Stack): void {
  const sleeper = inlineFunction(stack, 'Sleeper', SLEEPER, { timeout: Duration.seconds(10) });
  const role = new iam.Role(stack, 'MachineRole', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
  sleeper.grantInvoke(role);
  const slow = {
    Type: 'Task',
    Resource: `arn:${Aws.PARTITION}:states:::lambda:invoke`,
    Parameters: {
      FunctionName: sleeper.functionArn,
      Payload: { 'entered.$': '$$.State.EnteredTime', 'retry.$': '$$.State.RetryCount' },
    },
    TimeoutSeconds: 2,
    Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, MaxAttempts: 1 }],
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Caught' }],
    Next: 'Caught',
  };
  const definition = { StartAt: 'Slow', States: { Slow: slow, Caught: { Type: 'Pass', End: true } } };
  const machine = new sfn.CfnStateMachine(stack, 'Machine', { roleArn: role.roleArn, definitionString: stack.toJsonString(definition) });
  machine.node.addDependency(role);
}

async function execute({ aws: { states }, time }: Kit, stateMachineArn: string): Promise<string> {
  const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
  for (;;) {
    await time.sleep(EVERY_MS);
    const { status, output = '' } = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return output;
  }
}

async function attemptsIn(kit: Kit, group: string): Promise<readonly Attempt[]> {
  for (let poll = 0; ; poll++) {
    const lines = await kit.logLines(group);
    const attempts = lines.flatMap((line) => /attempt (\{.*\})/.exec(line)?.[1] ?? []).map((text) => JSON.parse(text) as Attempt);
    if (poll === LOG_POLLS || attempts.some(({ retry }) => Number(retry) === 1)) return attempts;
    await kit.time.sleep(EVERY_MS);
  }
}

function errorIn(output: string): { readonly Error?: string; readonly Cause?: string } {
  const { error = {} } = (output ? JSON.parse(output) : {}) as { readonly error?: { readonly Error?: string; readonly Cause?: string } };
  return error;
}

// ---- the reason of a custom resource

const REASON_LINES = 60;
/** 3.6 KB: with the other members the answer comes close to 4,096 bytes. */
const REASON = Array.from({ length: REASON_LINES }, (_, line) => `line ${String(line + 1).padStart(2, '0')} ${'x'.repeat(51)}`).join('\n');

const FAILING = `exports.handler = (event) => new Promise((resolve, reject) => {
  const isCreate = event.RequestType === 'Create';
  const line = (n) => 'line ' + String(n + 1).padStart(2, '0') + ' ' + 'x'.repeat(51);
  const body = JSON.stringify({
    Status: isCreate ? 'FAILED' : 'SUCCESS',
    Reason: isCreate ? Array.from({ length: ${REASON_LINES} }, (_, n) => line(n)).join('\\n') : '',
    PhysicalResourceId: 'reason', StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
  });
  const { request } = require(new URL(event.ResponseURL).protocol === 'http:' ? 'http' : 'https');
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  request(event.ResponseURL, { method: 'PUT', headers }, (answer) => { answer.resume(); answer.on('end', resolve); }).on('error', reject).end(body);
});`;

interface Told {
  readonly stackName: string;
  readonly failure?: SeenEvent;
}

export const l8 = liveTest<Told>({
  id: 'L8',
  title: 'A reason of 3.6 KB with line breaks',
  minutes: 2,
  dollars: 0.01,
  settles: 'whether a long reason of several lines reaches the stack events whole',
  run: async (kit) => {
    const started = await kit.create({ name: 'l8', build: (stack) => {
      const failing = inlineFunction(stack, 'Failing', FAILING, { timeout: Duration.seconds(30) });
      new CustomResource(stack, 'Reason', { serviceToken: failing.functionArn });
    } });
    const { events } = await kit.follow(started);
    return { stackName: started.stackName, failure: events.find(({ logicalId, status }) => logicalId === 'Reason' && status.endsWith('_FAILED')) };
  },
  judge: ({ stackName, failure }) => {
    const { reason = '' } = failure ?? {};
    const flat = (text: string) => text.replace(/\s+/g, ' ');
    const isWhole = flat(reason).includes(flat(REASON));
    return [
      checked('Nothing of the reason is cut', failure && isWhole, `${reason.length} characters in the event`),
      settled('Line breaks in DescribeStackEvents', isWhole ? kept(reason) : undefined),
      { question: 'Line breaks in the console', outcome: 'open', answer: `look there, at the deleted stack ${stackName}` },
    ];
  },
});

const kept = (reason: string) => (reason.includes(REASON) ? 'kept' : 'changed');
