import { About } from '../../../model';

export const about: About = {
  meaning: 'IAM refuses GetSecretValue or GetParameters to the task execution role.',
  why: [
    'the permission was given to the task role, but the execution role fetches secrets',
    'the secret was imported by name and its ARN lacks the suffix',
    'the role was created a moment ago',
  ],
  remedy: 'Grant the read: secret.grantRead(taskDefinition.obtainExecutionRole()), '
    + 'or pass the secret with ecs.Secret.fromSecretsManager(secret), which grants it.',
};
