import { About } from '../../../model';

export const about: About = {
  meaning: 'The execution role lacks ecr:GetAuthorizationToken or an equivalent permission.',
  why: [
    'a hand-made execution role without AmazonECSTaskExecutionRolePolicy',
    'a permission boundary or service control policy',
  ],
  remedy: 'repository.grantPull(taskDefinition.obtainExecutionRole()) also grants ecr:GetAuthorizationToken.',
};
