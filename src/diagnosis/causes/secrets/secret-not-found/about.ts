import { About } from '../../../model';

export const about: About = {
  meaning: 'The secret, its version or the SSM parameter does not exist in this account and Region, or is scheduled for deletion.',
  why: [
    'the secret is in another Region or account',
    'the parameter name has a typing error',
    'the secret was deleted, or has no value yet',
  ],
  remedy: 'Create it before the service, or correct the name; in CDK, pass the construct itself: ecs.Secret.fromSsmParameter(parameter).',
};
