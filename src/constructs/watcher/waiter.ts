import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { suppress } from './nag-suppressions';
import { waiterDefinition } from './waiter-definition';
import { finalName } from './watcher-name';
import { roleWith } from './watcher-role';
import { WAITER_ID } from '../../contract';

/**
 * The one state machine of a stack that is the clock of its watcher.
 *
 * @param watcher the function; mentioned by its name only, so that neither the role nor the machine waits for it
 */
export function waiter(stack: Stack, name: string, watcher: CfnFunction, givenRole: IRole | undefined): CfnStateMachine {
  const functionName = finalName(watcher, 'FunctionName');
  const functionArn = stack.formatArn({
    service: 'lambda', resource: 'function', resourceName: functionName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const scope = new Construct(stack, WAITER_ID);
  const role = givenRole ?? roleWith(scope, 'Invokes the function that watches the ECS deployments of this stack', 'states.amazonaws.com', {
    InvokeWatcher: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] })],
  });
  // The L1, because the definition is plain data: a test validates it as it is, and no task construct adds permissions of its own.
  const machine = new CfnStateMachine(scope, 'Resource', {
    stateMachineName: name,
    roleArn: role.roleArn,
    // Not Stack.toJsonString, which takes as long as the rest of the watcher: the values of the tokens hold nothing that JSON escapes.
    definitionString: JSON.stringify(waiterDefinition(functionName, Aws.PARTITION)),
  });
  suppress(machine, 'SF1', 'SF2');
  return machine;
}
