import { About } from '../../../model';

export const about: About = {
  meaning: 'No route or open port from the task to CloudWatch Logs; the text may also claim that the group was not found.',
  why: [
    'a private subnet without NAT gateway and without an endpoint for CloudWatch Logs',
  ],
  remedy: 'A NAT gateway, or vpc.addInterfaceEndpoint(id, { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS }).',
};
