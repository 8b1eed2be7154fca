import { About } from '../../../model';

export const about: About = {
  meaning: 'A volume other than a plain EFS or EBS mount failed: volume plugin, ownership copy or mount point.',
  why: [
    'the volume plugin is missing, or the volume is attached to another instance',
    'the path does not exist',
  ],
  remedy: 'Check taskDefinition.addVolume() (driver, host path) and container.addMountPoints().',
};
