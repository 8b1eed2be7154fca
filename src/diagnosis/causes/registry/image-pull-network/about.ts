import { About } from '../../../model';

export const about: About = {
  meaning: 'The task has no route, DNS or open port to the registry API, the registry or its layer storage (S3).',
  why: [
    'the private subnet has neither a NAT gateway nor VPC endpoints',
    'the task runs in a public subnet with assignPublicIp: false',
    'the security group of the endpoint refuses port 443',
    'the VPC has no S3 gateway endpoint; ECR keeps the layers in S3',
  ],
  remedy: 'Use assignPublicIp: true in public subnets, a NAT gateway, or endpoints: vpc.addInterfaceEndpoint for ECR and ECR_DOCKER, '
    + 'vpc.addGatewayEndpoint for S3.',
};
