import { About } from '../../../model';

export const about: About = {
  meaning: 'The awslogs driver names a log group that does not exist in that Region.',
  why: [
    'the group was removed by hand or by a rollback',
    'the log options name another Region',
  ],
  remedy: 'Create the group in the app: LogDrivers.awsLogs({ streamPrefix, logGroup }).',
};
