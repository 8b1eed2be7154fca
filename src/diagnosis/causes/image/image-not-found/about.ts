import { About } from '../../../model';

export const about: About = {
  meaning: 'The registry that ECS asked has no such repository, tag or digest.',
  why: [
    'the tag was never pushed, or a clean-up rule of the repository removed it',
    'the image name lacks the registry host, so ECS asked Docker Hub',
    'the digest that ECS pinned at the start of the deployment was overwritten',
  ],
  remedy: 'Push the tag, or let the app build and push it: ContainerImage.fromAsset(directory). For ECR, name repository and tag: '
    + 'ContainerImage.fromEcrRepository(repository, tag).',
};
