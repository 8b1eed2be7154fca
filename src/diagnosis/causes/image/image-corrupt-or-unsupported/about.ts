import { About } from '../../../model';

export const about: About = {
  meaning: 'A layer or manifest is damaged, of a media type the runtime cannot unpack, or holds no usable root filesystem.',
  why: [
    'a push was interrupted',
    'a manifest kind or compression that this runtime does not know',
    'an image without a Linux root file system',
  ],
  remedy: 'Rebuild and push the image, without provenance attestations if the runtime is old; check that it runs with plain Docker.',
};
