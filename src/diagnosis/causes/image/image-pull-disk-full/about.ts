import { About } from '../../../model';

export const about: About = {
  meaning: 'Storage on the host (or the task\'s ephemeral storage) is full, so the image cannot be unpacked or the container created.',
  why: [
    'a large image on Fargate\'s 20 GiB',
    'old images and logs fill the root volume of the instance',
  ],
  remedy: 'Raise ephemeralStorageGiB of the FargateTaskDefinition, shrink the image, or give the instances a larger root volume.',
};
