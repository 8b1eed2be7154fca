import { infrastructureRule } from '../infrastructure';

export const hostTerminated = infrastructureRule({
  id: 'host-terminated',
  title: 'The host of the task is gone',
  headline: 'the host of the task is gone (terminated, drained or unhealthy)',
  fix: 'wait for the replacement; do not drain or replace instances during a deployment; if they are Spot instances, keep some on demand in'
    + ' the Auto Scaling group, and let several instance types in',
});
