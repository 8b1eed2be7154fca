import { About } from '../../../model';

export const about: About = {
  meaning: 'The pull failed, but the text was cut or empty before the reason.',
  why: [
    'the text was cut at 255 or 1,024 characters before the reason',
    'the registry gave no reason',
  ],
  remedy: 'Read the full reason of the container, or pull the image by hand with the same role from the same subnet; '
    + 'check the size of the image and the log of the registry.',
};
