import { About } from '../../../model';

export const about: About = {
  meaning: 'ECS or Fargate retired or patched the infrastructure under the task.',
  why: [
    'a retired Fargate platform version or host',
  ],
  remedy: 'Nothing.',
};
