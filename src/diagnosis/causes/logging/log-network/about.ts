import { About } from '../../../model';

export const about: About = {
  meaning: 'The task has no route or open port to CloudWatch Logs; AWS can also report that the group was not found.',
  why: [
    'the private subnet has neither a NAT gateway nor an endpoint for CloudWatch Logs',
  ],
  remedy: 'Add a NAT gateway, or vpc.addInterfaceEndpoint(id, { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS }).',
};
