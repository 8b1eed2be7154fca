import { About } from '../../../model';

export const about: About = {
  meaning: 'No task failed, but the deployment did not get any further: nothing moved for stuckAfter, '
    + 'or the timeout of the diagnosis is over.',
  why: [
    'tasks wait for something that never comes: a network interface, an instance, the end of an image pull',
    'a container waits for another one (dependsOn) that never meets the condition',
    'the deployment needs more time than the options stuckAfter and timeout of the diagnosis allow',
  ],
  remedy: 'Provide what the message names as awaited; if the deployment only needs longer, raise stuckAfter or timeout of the diagnosis.',
};
