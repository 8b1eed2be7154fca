import { About } from '../../../model';

export const about: About = {
  meaning: 'IAM refuses logs:CreateLogGroup, CreateLogStream or PutLogEvents.',
  why: [
    'awslogs-create-group is set without logs:CreateLogGroup',
    'the execution role was made by hand',
  ],
  remedy: 'Grant write access: logGroup.grantWrite(taskDefinition.obtainExecutionRole()).',
};
