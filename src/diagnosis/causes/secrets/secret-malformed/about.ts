import { About } from '../../../model';

export const about: About = {
  meaning: 'The secret is not valid JSON although the task definition names a key, or it lacks the fields that its use requires.',
  why: [
    'the secret is plain text, but the task definition names a key',
    'the registry credentials have no username and password',
  ],
  remedy: 'Store a JSON object, or use the whole value: ecs.Secret.fromSecretsManager(secret) without a field.',
};
