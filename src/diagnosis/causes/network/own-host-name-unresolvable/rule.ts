import { ended, exits, guide, quoted } from '../../kit';

export const ownHostNameUnresolvable = ended({
  id: 'own-host-name-unresolvable',
  family: 'network',
  title: 'Container cannot resolve its own host name',
  stage: 'run',
  retry: 'never',
  docs: guide('task-networking-awsvpc'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: () => ['the name that does not resolve is that of the container itself',
    'a task with network mode awsvpc has a host name that DNS knows only if the VPC has DNS host names and DNS support'],
  fix: 'set enableDnsHostnames and enableDnsSupport of the VPC to true, or give the program the name to use'
    + ' (Java: -Djava.rmi.server.hostname=127.0.0.1; others: a setting for host or bind address)',
});
