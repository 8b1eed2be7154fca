import { About } from '../../../model';

export const about: About = {
  meaning: 'The entrypoint, command or its interpreter does not exist in the image (exit 127).',
  why: [
    'the file was not copied into the image',
    'a shell or interpreter that a slim image lacks',
    'a volume is mounted over it',
    'Windows line ends in the script',
  ],
  remedy: 'Correct command / entryPoint in addContainer() or in the Dockerfile.',
};
