import { About } from '../../../model';

export const about: About = {
  meaning: 'The entrypoint exists but is not executable (exit code 126).',
  why: [
    'the executable bit is missing',
    'the command names a directory or a text file',
  ],
  remedy: 'Set the executable bit in the Dockerfile: COPY --chmod=755.',
};
