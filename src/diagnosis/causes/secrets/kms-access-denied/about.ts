import { About } from '../../../model';

export const about: About = {
  meaning: 'The execution role is allowed to read the secret, but not to decrypt it with its KMS key.',
  why: [
    'the policy of a customer-managed key, or IAM, does not allow the execution role kms:Decrypt',
  ],
  remedy: 'Grant decryption: key.grantDecrypt(taskDefinition.obtainExecutionRole()), or import the secret with its encryptionKey.',
};
