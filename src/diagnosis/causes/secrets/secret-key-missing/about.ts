import { About } from '../../../model';

export const about: About = {
  meaning: 'The secret exists, but the JSON key named in valueFrom is not in it.',
  why: [
    'the key was added to the task definition and not to the secret',
    'the key is spelled differently',
  ],
  remedy: 'Add the key to the JSON of the secret, or name an existing one: ecs.Secret.fromSecretsManager(secret, \'key\').',
};
