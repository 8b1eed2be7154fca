import { deployment, iso, service } from './follow/played';
import { EXIT } from '../../src/cli/exit';
import { codeOf } from '../../src/cli/explain';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Service } from '../../src/facts/model';

const breaking = (...deployments: readonly ReturnType<typeof deployment>[]): Service => ({
  ...service(...deployments),
  createdAt: iso(-90_000),
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
});
const COMPLETED = deployment({ rolloutState: 'COMPLETED', runningCount: 2 });
const DENIED = [{ what: 'service deployments', error: 'AccessDeniedException' }] as const;

test.each<[string, Service, Frame['unavailable'], number]>([
  ['all is read', breaking(COMPLETED), [], EXIT.ok],
  ['service deployments are denied: it may be a rollback', breaking(COMPLETED), DENIED, EXIT.couldNotLook],
  ['they are throttled', breaking(COMPLETED), [{ what: 'service deployments', error: 'ThrottlingException' }], EXIT.couldNotLook],
  ['they are denied, and ECS is not set to roll back', service(COMPLETED), DENIED, EXIT.ok],
  ['they are denied, and the deployment has failed', breaking(deployment({ rolloutState: 'FAILED' })), DENIED, EXIT.failed],
  ['the service was deleted', { ...breaking(COMPLETED), status: 'INACTIVE' }, [], EXIT.notFound],
  ['the service is being deleted', { ...breaking(COMPLETED), status: 'DRAINING' }, [], EXIT.notFound],
])('explain --exit-code: %s', (_, shown, unavailable, expected) => {
  const frame: Frame = { at: iso(0), service: shown, tasks: [], unavailable };
  expect(codeOf({ frame, diagnosis: diagnose(frame) }, true)).toBe(expected);
});
