import { guide, stated } from '../../kit';
import { denialFix, policyFacts } from '../../obstacles';

export const ebsAttachFailed = stated({
  id: 'ebs-attach-failed',
  family: 'storage',
  title: 'EBS volume could not be created or attached',
  stage: 'start',
  retry: 'never',
  docs: guide('troubleshoot-ebs-volumes'),
  headline: (hit) => `no task can start: ECS could not set up the EBS volume${obstacle(hit.text)}`,
  facts: (hit) => [
    /idempotentparametermismatch/i.test(hit.text)
      && 'this error usually hides a KMS key that is invalid or that the infrastructure role is not allowed to use',
    ...policyFacts(hit.text),
  ],
  fix: (hit) => denialFix(hit.text, 'check role, KMS key, size, type and snapshot in'
    + ' new ServiceManagedVolume(this, ..., { managedEBSVolume }); the role needs AmazonECSInfrastructureRolePolicyForVolumes'),
});

function obstacle(text: string): string {
  if (/kms|idempotent|encrypt/i.test(text)) return ' (KMS key)';
  return /authorized|denied|role/i.test(text) ? ' (permission)' : '';
}
