import { About } from '../../../model';

export const about: About = {
  meaning: 'A source file, module, class or library is not in the image.',
  why: [
    'the Dockerfile does not copy it, or .dockerignore removes it',
    'dependencies were not installed in the final stage',
  ],
  remedy: 'Correct the Dockerfile and deploy the new image.',
};
