import { About } from '../../../model';

export const about: About = {
  meaning: 'The pull failed but the text was cut or empty before the reason; look at the full container reason or try the pull.',
  why: [
    'the text was cut at 255 or 1,024 characters before the reason',
    'the registry answered without one',
  ],
  remedy: 'Pull the image by hand with the same role from the same subnet; look at the size of the image and at the registry\'s log.',
};
