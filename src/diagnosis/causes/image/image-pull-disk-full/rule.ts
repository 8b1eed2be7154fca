import { called, either, ended, guide, stated } from '../../kit';
import { pulling } from '../images';

const INFO = {
  id: 'image-pull-disk-full',
  family: 'image',
  title: 'No disk space for the image or container',
  stage: 'pull',
  retry: 'maybe',
  docs: guide('fargate-task-storage'),
} as const;

const FIX = 'on Fargate, raise ephemeralStorageGiB of the FargateTaskDefinition (20 -> 50) or shrink the image;'
  + ' on EC2, give the instances a larger root volume';

export const imagePullDiskFull = either(
  stated({
    ...INFO,
    containerOf: pulling,
    headline: (hit) => `${hit.who} cannot start: no disk space left for its image or its files`,
    fix: FIX,
  }),
  ended({
    ...INFO,
    headline: (ending) => `${called(ending.container.name)} exits with code ${ending.exitCode}: no space left on its disk`,
    fix: FIX,
  }),
);
