import { About } from '../../../model';

export const about: About = {
  meaning: 'The target did not answer in time: a security group, a wrong port or address, or a slow application.',
  why: [
    'the security group of the service does not let the load balancer in',
    'the application is too slow or has too little CPU',
  ],
  remedy: 'Let the load balancer in: service.connections.allowFrom(loadBalancer, Port.tcp(port)); '
    + 'or set a longer timeout in configureHealthCheck().',
};
