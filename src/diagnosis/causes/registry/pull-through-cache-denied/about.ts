import { About } from '../../../model';

export const about: About = {
  meaning: 'The pull goes through an ECR pull-through cache rule and the role lacks BatchImportUpstreamImage/CreateRepository, or the upstream credentials fail.',
  why: [
    'the execution role lacks ecr:BatchImportUpstreamImage or ecr:CreateRepository',
    'the credentials of the cache rule are wrong',
  ],
  remedy: 'taskDefinition.addToExecutionRolePolicy(...) with both actions on the cache\'s repositories; check the secret of the rule.',
};
