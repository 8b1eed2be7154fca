import { About } from '../../../model';

export const about: About = {
  meaning: 'The account has no ECS service-linked role (yet).',
  why: [
    'this is the first use of ECS in the account',
  ],
  remedy: 'Deploy again, or create the role with iam.CfnServiceLinkedRole.',
};
