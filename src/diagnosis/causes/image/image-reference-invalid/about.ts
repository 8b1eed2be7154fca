import { About } from '../../../model';

export const about: About = {
  meaning: 'The image string in the task definition is not a valid image reference.',
  why: [
    'the name has a scheme, a blank or an upper-case letter',
    'the tag comes from an empty variable',
  ],
  remedy: 'Correct the string in ContainerImage.fromRegistry(name); compute it from typed values and not from unset environment variables.',
};
