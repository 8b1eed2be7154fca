import { About } from '../../../model';

export const about: About = {
  meaning: 'The field carries no information on its own; combine it with the others.',
  why: [
    'AWS gives no text, or one that nobody has seen',
  ],
  remedy: 'Record it with ecs-why record and report it.',
};
