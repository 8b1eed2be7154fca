import { About } from '../../../model';

export const about: About = {
  meaning: 'IAM refuses logs:CreateLogGroup, CreateLogStream or PutLogEvents.',
  why: [
    'awslogs-create-group without logs:CreateLogGroup',
    'a hand-made execution role',
  ],
  remedy: 'logGroup.grantWrite(taskDefinition.obtainExecutionRole()).',
};
