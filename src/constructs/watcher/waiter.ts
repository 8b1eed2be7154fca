import { Aws, Stack } from 'aws-cdk-lib';
import { Conditions, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { suppress } from './nag-suppressions';
import { functionArn, keyStatements, stateMachineArn } from './permissions';
import { waiterDefinition } from './waiter-definition';
import { finalName } from './watcher-name';
import { roleWith } from './watcher-role';
import { WAITER_ID } from '../../contract';
import { DeploymentWatcherProps } from '../deployment-watcher-props';

/**
 * The one state machine of a stack that is the clock of its watcher.
 *
 * @param watcher the function; mentioned by its name only, so that neither the role nor the machine waits for it
 */
export function waiter(
  stack: Stack, name: string, watcher: CfnFunction, { stateMachineRole, encryptionKey }: DeploymentWatcherProps,
): CfnStateMachine {
  const functionName = finalName(() => watcher, 'FunctionName', name);
  const scope = new Construct(stack, WAITER_ID);
  const made: { machine?: CfnStateMachine } = {};
  const machineArn = stateMachineArn(stack, finalName(() => made.machine, 'StateMachineName', name));
  const trusted = { service: 'states.amazonaws.com', conditions: onlyFor(stack, machineArn) };
  const role = stateMachineRole ?? roleWith(scope, 'Invokes the function that watches the ECS deployments of this stack', trusted, {
    InvokeWatcher: [
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn(stack, functionName)] }),
      ...keyStatements(encryptionKey, machineArn),
    ],
  });
  // The L1, because the definition is plain data: a test validates it as it is, and no task construct adds permissions of its own.
  made.machine = new CfnStateMachine(scope, 'Resource', {
    stateMachineName: name,
    roleArn: role.roleArn,
    // Not Stack.toJsonString, which takes as long as the rest of the watcher: the values of the tokens hold nothing that JSON escapes.
    definitionString: JSON.stringify(waiterDefinition(functionName, Aws.PARTITION)),
    encryptionConfiguration: encryptionKey && { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: encryptionKey.keyArn },
  });
  suppress(made.machine, 'SF1', 'SF2');
  return made.machine;
}

/**
 * Step Functions may assume the role for this state machine only, so nobody makes it use the role for another one (AWS Step Functions
 * Developer Guide, "Creating an IAM role for your state machine", "Prevent cross-service confused deputy issue").
 */
function onlyFor(stack: Stack, machineArn: string): Conditions {
  return { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': machineArn } };
}
