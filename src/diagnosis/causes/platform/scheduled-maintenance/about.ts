import { About } from '../../../model';

export const about: About = {
  meaning: 'ECS or Fargate retired or patched the infrastructure under the task.',
  why: [
    'AWS retired a Fargate platform version or a host',
  ],
  remedy: 'Do nothing: ECS starts a replacement.',
};
