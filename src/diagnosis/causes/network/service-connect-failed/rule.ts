import { called, either, ended, guide, quoted, stated } from '../../kit';

const INFO = {
  id: 'service-connect-failed',
  family: 'network',
  title: 'Service Connect proxy could not start or connect',
  stage: 'start',
  retry: 'maybe',
  docs: guide('service-connect'),
} as const;

const FIX = 'check serviceConnectConfiguration (namespace, portMappingName) and the network of the task;'
  + ' the proxy needs memory and a route to ECS';

export const serviceConnectFailed = either(
  stated({
    ...INFO,
    headline: (hit) => `${hit.container ? hit.who : 'the Service Connect proxy'} could not start or get its configuration`,
    fix: FIX,
  }),
  ended({
    ...INFO,
    headline: (ending, line) => `${called(ending.container.name)} (Service Connect) ended with code ${ending.exitCode}: ${quoted(line)}`,
    fix: FIX,
  }),
);
