import { About } from '../../../model';

export const about: About = {
  meaning: 'The repository is encrypted with a customer-managed KMS key that cannot be used for the pull.',
  why: [
    'the key of the repository is disabled, or its policy does not let ECR or the role use it',
  ],
  remedy: 'Grant decryption: key.grantDecrypt(taskDefinition.obtainExecutionRole()), with a key policy that allows ECR.',
};
