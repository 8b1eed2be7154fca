import { About } from '../../../model';

export const about: About = {
  meaning: 'A setting, configuration file or option is present and not valid: wrong syntax, type, name of a plugin, port or URL.',
  why: [
    'a value has another form than the program expects',
    'a new version of the image no longer knows an option',
    'the name of a parameter was given in place of its value',
  ],
  remedy: 'Correct the setting that the log names. Try the image with the same environment and configuration before you deploy.',
};
