import { About } from '../../../model';

export const about: About = {
  meaning: 'The secret is not valid JSON although a key was requested, or lacks the fields its use requires.',
  why: [
    'the secret is a plain text and a key is asked for',
    'registry credentials without username and password',
  ],
  remedy: 'Store a JSON object, or use the whole value: ecs.Secret.fromSecretsManager(secret) without a field.',
};
