import { About } from '../../../model';

export const about: About = {
  meaning: 'The secret exists, but it does not have the JSON key that valueFrom names.',
  why: [
    'the key was added to the task definition and not to the secret',
    'the key is spelled differently',
  ],
  remedy: 'Add the key to the JSON of the secret, or name an existing one: ecs.Secret.fromSecretsManager(secret, \'key\').',
};
