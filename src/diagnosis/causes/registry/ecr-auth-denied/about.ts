import { About } from '../../../model';

export const about: About = {
  meaning: 'The execution role lacks ecr:GetAuthorizationToken or an equivalent permission.',
  why: [
    'the execution role was made by hand without AmazonECSTaskExecutionRolePolicy',
    'a permission boundary or service control policy denies it',
  ],
  remedy: 'repository.grantPull(taskDefinition.obtainExecutionRole()) also grants ecr:GetAuthorizationToken.',
};
