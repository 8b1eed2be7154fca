import { About } from '../../../model';

export const about: About = {
  meaning: 'The entrypoint exists but may not be executed (exit 126).',
  why: [
    'the executable bit is missing',
    'a directory or a text file is named',
  ],
  remedy: 'COPY --chmod=755 in the Dockerfile.',
};
