import { About } from '../../../model';

export const about: About = {
  meaning: 'An Organizations tag or service control policy refuses the tags of the task or its network interface.',
  why: [
    'a required tag is missing or has another value',
  ],
  remedy: 'Set the required tags: Tags.of(service).add(key, value).',
};
