import { About } from '../../../model';

export const about: About = {
  meaning: 'The image is damaged, has a media type that the runtime cannot unpack, or has no usable root file system.',
  why: [
    'a push was interrupted',
    'the runtime does not know the manifest type or the compression',
    'the image has no Linux root file system',
  ],
  remedy: 'Rebuild and push the image, without provenance attestations if the runtime is old; check that it runs with plain Docker.',
};
