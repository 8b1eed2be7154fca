import { About } from '../../../model';

export const about: About = {
  meaning: 'No route, DNS or open port from the task to the registry API, the registry or its layer storage (S3).',
  why: [
    'a private subnet without NAT gateway and without VPC endpoints',
    'a public subnet with assignPublicIp false',
    'a security group of the endpoint that refuses port 443',
    'no S3 gateway endpoint, where ECR keeps the layers',
  ],
  remedy: 'assignPublicIp: true in public subnets, a NAT gateway, or endpoints: vpc.addInterfaceEndpoint for ECR and ECR_DOCKER, vpc.addGatewayEndpoint for S3.',
};
