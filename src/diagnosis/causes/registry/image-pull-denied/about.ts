import { About } from '../../../model';

export const about: About = {
  meaning: 'The registry answered 401, 403 or denied: pull permission, repository policy or registry credentials are missing or wrong.',
  why: [
    'the execution role lacks ecr:BatchGetImage on that repository',
    'the repository policy of another account refuses the pull',
    'the private registry gets no credentials',
  ],
  remedy: 'Grant the pull: repository.grantPull(taskDefinition.obtainExecutionRole()); '
    + 'for other registries ContainerImage.fromRegistry(name, { credentials: secret }).',
};
