import { infrastructureRule } from '../infrastructure';

export const hostTerminated = infrastructureRule({
  id: 'host-terminated',
  title: 'The host under the task went away',
  headline: 'the host under the task went away (terminated, drained or unhealthy)',
  fix: 'wait for the replacement; during deployments avoid draining or replacing the instances',
});
