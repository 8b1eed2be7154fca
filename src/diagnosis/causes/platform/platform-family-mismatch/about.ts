import { About } from '../../../model';

export const about: About = {
  meaning: 'ECS starts nothing: the deployment runs on another operating system family than the task definition asks for.',
  why: [
    'the service was moved from EC2 instances with Windows to AWS Fargate by an update',
    'the task definition got another operatingSystemFamily, and the service was not replaced',
  ],
  remedy: 'Replace the service (a new logical id in the app), or correct runtimePlatform of the task definition.',
};
