import { About } from '../../../model';

export const about: About = {
  meaning: 'The storage of the host (or the ephemeral storage of the task) is full, '
    + 'so the image cannot be unpacked or the container cannot be created.',
  why: [
    'the image does not fit into Fargate\'s 20 GiB',
    'old images and logs fill the root volume of the instance',
  ],
  remedy: 'Raise ephemeralStorageGiB of the FargateTaskDefinition, shrink the image, or give the instances a larger root volume.',
};
