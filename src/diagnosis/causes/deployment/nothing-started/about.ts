import { About } from '../../../model';

export const about: About = {
  meaning: 'Desired tasks are missing, none is pending, and no event names a reason.',
  why: [
    'ECS is delayed, or its scheduler backs off after failures',
    'service and task definition do not fit together in a way that ECS does not report',
  ],
  remedy: 'Read the newest service events; compare launch type, capacity providers and platform of the service with the task definition.',
};
