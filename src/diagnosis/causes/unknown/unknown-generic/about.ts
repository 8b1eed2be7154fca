import { About } from '../../../model';

export const about: About = {
  meaning: 'The text of AWS has no information of its own; read it together with the other fields.',
  why: [
    'AWS gives no text, or a text that nobody has seen',
  ],
  remedy: 'Record the failure with ecs-why record and report it.',
};
