import { STACK_TYPE } from './failures';
import { StackOperation } from './model';
import { StackEvent } from '../../facts/aws/api';
import { nameOfArn } from '../watch/events';

/** More resources are only counted. */
const SHOWN = 10;

/**
 * What keeps a stack in DELETE_FAILED, ROLLBACK_FAILED or UPDATE_ROLLBACK_FAILED, and the way out. No lines for a stack that is not stuck.
 * @param text one line about the failure of a resource
 */
export function blockedLines(operation: StackOperation, text: (event: StackEvent) => string): readonly string[] {
  const { blocking } = operation;
  return [
    ...blocking.slice(0, SHOWN).map((event) => `blocked by: ${text(event)}`),
    ...(blocking.length > SHOWN ? [`... and by ${blocking.length - SHOWN} more`] : []),
    ...serviceLine(operation),
    ...wayOut(operation),
  ];
}

/** The deployment with which ECS should go back to the previous version. */
function serviceLine({ blocking, root }: StackOperation): readonly string[] {
  if (root.status === 'DELETE_FAILED') return [];
  const service = blocking.find((event) => event.ResourceType === 'AWS::ECS::Service' && event.PhysicalResourceId?.startsWith('arn:'));
  return service ? [`why the service does not come up: ecs-why ${service.PhysicalResourceId}`] : [];
}

/**
 * AWS CloudFormation API Reference. ContinueUpdateRollback: the outermost stack only; resources in UPDATE_FAILED can be skipped, those of
 * nested stacks as `NestedStackName.LogicalId`; CloudFormation then takes them for rolled back. DeleteStack: resources can be retained if
 * the stack is in DELETE_FAILED. A stack in ROLLBACK_FAILED can only be deleted (User Guide, stack status codes).
 */
function wayOut(operation: StackOperation): readonly string[] {
  const { root, rootId } = operation;
  const stack = nameOfArn(rootId ?? root.id);
  const go = (command: string) => `to go on: remove what blocks, then aws cloudformation ${command} --stack-name ${stack}`;
  const or = (what: string, option: string, ids: readonly string[]) => (ids.length ? [`or ${what}: add ${option} ${ids.join(' ')}`] : []);
  switch (root.status) {
    case 'UPDATE_ROLLBACK_FAILED': {
      const what = 'leave these resources as they are, and repair them before the next update';
      return [go('continue-update-rollback'), ...or(what, '--resources-to-skip', skippable(operation, stack))];
    }
    case 'ROLLBACK_FAILED': return [go('delete-stack')];
    case 'DELETE_FAILED': {
      const ids = operation.blocking.filter(({ StackId }) => StackId === root.id).map(({ LogicalResourceId = '' }) => LogicalResourceId);
      return [go('delete-stack'), ...or('keep these resources in the account, outside of any stack', '--retain-resources', ids)];
    }
    default: return [];
  }
}

function skippable({ blocking }: StackOperation, outermost: string): readonly string[] {
  return blocking.filter(({ ResourceStatus, ResourceType }) => ResourceStatus === 'UPDATE_FAILED' && ResourceType !== STACK_TYPE)
    .map(({ StackId = '', LogicalResourceId = '' }) => {
      const stack = nameOfArn(StackId);
      return stack === outermost ? LogicalResourceId : `${stack}.${LogicalResourceId}`;
    });
}
