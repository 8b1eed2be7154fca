import { About } from '../../../model';

export const about: About = {
  meaning: 'The task has no route or open port to Secrets Manager or Parameter Store.',
  why: [
    'the private subnet has neither a NAT gateway nor an endpoint for Secrets Manager or SSM',
    'the security group of the endpoint refuses port 443',
  ],
  remedy: 'Add a NAT gateway, or vpc.addInterfaceEndpoint(id, { service: '
    + 'InterfaceVpcEndpointAwsService.SECRETS_MANAGER }) (SSM for parameters).',
};
