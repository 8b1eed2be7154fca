import { About } from '../../../model';

export const about: About = {
  meaning: 'The registry limits pulls per account or address (toomanyrequests, 429).',
  why: [
    'the service pulls from Docker Hub anonymously, behind a shared address',
  ],
  remedy: 'Pull through ECR with a pull-through cache rule, copy the image to ECR, or pass credentials in ContainerImage.fromRegistry().',
};
