import { About } from '../../../model';

export const about: About = {
  meaning: 'The entrypoint, command or its interpreter does not exist in the image (exit code 127).',
  why: [
    'the file was not copied into the image',
    'a slim image lacks the shell or interpreter',
    'a volume is mounted over the file',
    'the script has Windows line endings',
  ],
  remedy: 'Correct command / entryPoint in addContainer() or in the Dockerfile.',
};
