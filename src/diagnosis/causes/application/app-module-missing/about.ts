import { About } from '../../../model';

export const about: About = {
  meaning: 'A source file, module, class or library is not in the image.',
  why: [
    'the Dockerfile does not copy it, or .dockerignore removes it',
    'the final stage does not install the dependencies',
  ],
  remedy: 'Correct the Dockerfile and deploy the new image.',
};
