import { About } from '../../../model';

export const about: About = {
  meaning: 'The task was stopped through the API; the reason is free text from the caller.',
  why: [
    'a person, a script or another tool called StopTask',
  ],
  remedy: 'Find the caller in CloudTrail.',
};
