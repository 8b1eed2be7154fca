import { About } from '../../../model';

export const about: About = {
  meaning: 'An explicit service name exists already. Usually the change replaces the service, while the old one still has '
    + 'the name.',
  why: [
    'a property has changed whose change replaces the service (cluster, load balancers of the classic kind, deployment controller)',
    'a service with this name was made outside the stack',
    'a deleted service still drains',
  ],
  remedy: 'Leave serviceName out, or change it together with the property that needs the replacement.',
};
