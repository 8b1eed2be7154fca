import { About } from '../../../model';

export const about: About = {
  meaning: 'The account\'s ECS service-linked role does not exist (yet).',
  why: [
    'the first use of ECS in the account',
  ],
  remedy: 'Deploy again, or create it with iam.CfnServiceLinkedRole.',
};
