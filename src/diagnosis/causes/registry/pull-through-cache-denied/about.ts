import { About } from '../../../model';

export const about: About = {
  meaning: 'The pull goes through an ECR pull-through cache rule, and the role lacks BatchImportUpstreamImage or CreateRepository, '
    + 'or the upstream credentials fail.',
  why: [
    'the execution role lacks ecr:BatchImportUpstreamImage or ecr:CreateRepository',
    'the credentials of the cache rule are wrong',
  ],
  remedy: 'Allow both actions on the repositories of the cache: taskDefinition.addToExecutionRolePolicy(...); '
    + 'check the secret of the rule.',
};
