import { About } from '../../../model';

export const about: About = {
  meaning: 'The target group has no listener, or the target\'s Availability Zone is not enabled for the load balancer.',
  why: [
    'the group has no listener',
    'the task runs in a zone that the load balancer does not serve',
  ],
  remedy: 'Attach the group with listener.addTargets(); use the same zones for load balancer and service.',
};
