import { About } from '../../../model';

export const about: About = {
  meaning: 'The execution role may read the secret but may not decrypt it with its KMS key.',
  why: [
    'a customer-managed key whose policy or IAM does not allow kms:Decrypt to the execution role',
  ],
  remedy: 'key.grantDecrypt(taskDefinition.obtainExecutionRole()), or import the secret with its encryptionKey.',
};
