import { About } from '../../../model';

export const about: About = {
  meaning: 'No route or open port from the task to Secrets Manager or Parameter Store.',
  why: [
    'a private subnet without NAT gateway and without an endpoint for Secrets Manager or SSM',
    'a security group of the endpoint that refuses port 443',
  ],
  remedy: 'A NAT gateway, or vpc.addInterfaceEndpoint(id, { service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER }) (SSM for parameters).',
};
