import { aws_kms as kms } from 'aws-cdk-lib';
import { assembly, IMAGE_GONE, lab, Parts } from './shop';
import { DeploymentWatcher, DiagnosedFargateService } from '../../src';

const withKey = ({ stack, cluster, taskDefinition }: Parts) => {
  DeploymentWatcher.configure(stack, { encryptionKey: new kms.Key(stack, 'Key') });
  return new DiagnosedFargateService(stack, 'Api', { cluster, taskDefinition, desiredCount: 2, minHealthyPercent: 100, circuitBreaker: { rollback: true } });
};

test('executions under your own key: the watch starts as soon as IAM lets the role use it, and the cause is named', async () => {
  const l = await lab([{ pull: { text: IMAGE_GONE, after: 8, container: 'api' } }], { switches: { iam: { policyEffectiveAfter: { WaiterRole: 25 } } } });
  const result = await l.deploy({ assembly: assembly({ imageTag: '1.42.0', build: withKey }) });
  expect(result.stackStatus).toBe('ROLLBACK_COMPLETE');
  expect(result.firstFailure?.reason).toContain('[image-not-found]');
  const starts = l.calls.filter(({ operation }) => operation === 'StartExecution').map(({ error }) => error);
  expect([...new Set(starts)]).toEqual(['KmsAccessDeniedException', undefined]);
  expect(l.violations).toEqual([]);
});
