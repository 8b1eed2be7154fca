import { About } from '../../../model';

export const about: About = {
  meaning: 'A volume other than a plain EFS/EBS mount failed: volume plugin, ownership copy or mount point.',
  why: [
    'the volume plugin is missing or the volume hangs on another instance',
    'the path is not there',
  ],
  remedy: 'Check taskDefinition.addVolume() (driver, host path) and container.addMountPoints().',
};
