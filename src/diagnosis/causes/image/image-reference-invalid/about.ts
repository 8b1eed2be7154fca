import { About } from '../../../model';

export const about: About = {
  meaning: 'The image string in the task definition is not a valid image reference.',
  why: [
    'a scheme, blank or upper-case letter in the name',
    'an empty variable where the tag should stand',
  ],
  remedy: 'Correct the string in ContainerImage.fromRegistry(name); compute it from typed values and not from unset environment variables.',
};
