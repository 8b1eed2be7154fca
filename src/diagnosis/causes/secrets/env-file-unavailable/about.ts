import { About } from '../../../model';

export const about: About = {
  meaning: 'The object in environmentFiles is missing or forbidden, or S3 is not reachable.',
  why: [
    'the object does not exist',
    'the execution role is not allowed to read the bucket',
    'the task has no route to S3',
  ],
  remedy: 'Use EnvironmentFile.fromAsset(path), or grant the read: bucket.grantRead(taskDefinition.obtainExecutionRole()); '
    + 'add an S3 gateway endpoint in private subnets.',
};
