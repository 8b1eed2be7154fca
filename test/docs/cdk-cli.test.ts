import { execFileSync } from 'child_process';
import { dirname, join } from 'path';
import { StackEvent } from '../../src/facts/aws/api';

/** docs/decisions/0008: pins what the CDK CLI does with the events of a diagnosis. */

const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/1';
const failed = (LogicalResourceId: string, ResourceType: string, ResourceStatusReason: string): StackEvent => (
  { StackId: STACK, LogicalResourceId, PhysicalResourceId: LogicalResourceId, ResourceType, ResourceStatus: 'CREATE_FAILED', ResourceStatusReason }
);
const diagnosis = (reason: string) => failed('ApiDiagnosis', 'Custom::EcsDeploymentDiagnosis', reason);
const received = (message: string) => `Received response status [FAILED] from custom resource. Message returned: ${message} (RequestId: 1)`;
const service = failed('Api', 'AWS::ECS::Service', "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.");

function errorsOf(...stacks: readonly (readonly StackEvent[])[]): unknown {
  const cli = dirname(require.resolve('aws-cdk/package.json'));
  return JSON.parse(execFileSync(process.execPath, [join(__dirname, 'cdk-cli.cjs'), cli], { input: JSON.stringify(stacks), encoding: 'utf8' }));
}

test('the CDK CLI prints a diagnosis, and nothing of a diagnosis that CloudFormation has cancelled because the service failed first', () => {
  expect(errorsOf(
    [diagnosis(received('it broke [app-crashed]')), failed('Api', 'AWS::ECS::Service', 'Resource creation cancelled')],
    [service, diagnosis('Resource creation cancelled')],
    [diagnosis(received('the request was cancelled'))],
  )).toEqual([['ApiDiagnosis'], ['Api'], []]);
}, 60_000);
