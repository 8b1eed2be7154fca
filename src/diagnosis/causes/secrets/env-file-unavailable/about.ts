import { About } from '../../../model';

export const about: About = {
  meaning: 'The environmentFiles object is missing, forbidden, or S3 is not reachable.',
  why: [
    'the object does not exist',
    'the execution role may not read the bucket',
    'no way to S3',
  ],
  remedy: 'EnvironmentFile.fromAsset(path), or bucket.grantRead(taskDefinition.obtainExecutionRole()); an S3 gateway endpoint in private subnets.',
};
