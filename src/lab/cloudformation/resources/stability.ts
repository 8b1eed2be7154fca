import type { Service, ServiceDeployment, ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import { HandlerRequest } from '../model';
import { call, handlerFailure } from './calls';
import { POLL_MS } from './timing';

/** [reported] about three hours without a steady state; canary deployments have 36 hours [doc]. */
const MAX_WAIT_MS = 3 * 3600_000;
const MAX_WAIT_TRAFFIC_SHIFT_MS = 36 * 3600_000;

const BREAKER = 'Error occurred during operation \'ECS Deployment Circuit Breaker was triggered\'.';
const TIMED_OUT = 'Exceeded attempts to wait';

const ENDED: ReadonlySet<string | undefined> = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']);

type Verdict = 'wait' | 'stable' | { readonly failed: string };

/** Waits as CloudFormation's service handler does, until the deployment that this call started has completed or failed. */
export async function waitForStability(request: HandlerRequest, made: Service, cluster: string | undefined): Promise<void> {
  // Other controllers, CODE_DEPLOY and EXTERNAL, drive their deployments themselves; CloudFormation does not wait for them.
  if (made.deploymentController?.type && made.deploymentController.type !== 'ECS') return;
  const rolling = (made.deploymentConfiguration?.strategy ?? 'ROLLING') === 'ROLLING';
  const deployment = made.deployments?.find((d) => d.status === 'PRIMARY')?.id;
  const { clock, world } = request.around;
  const checkedEvery = world.scenario.switches?.serviceStabilityCheckedEvery;
  const pollMs = checkedEvery === undefined ? POLL_MS : checkedEvery * 1000;
  const deadline = clock.now() + (rolling ? MAX_WAIT_MS : MAX_WAIT_TRAFFIC_SHIFT_MS);
  for (;;) {
    const verdict = rolling
      ? rollingVerdict(await describe(request, made, cluster), deployment, await wasReplaced(request, made, cluster, deployment))
      : shiftVerdict(await lastServiceDeployment(request, made, cluster));
    if (verdict === 'stable') return;
    if (verdict !== 'wait') throw handlerFailure(request, verdict.failed, 'GeneralServiceException');
    if (clock.now() >= deadline) throw handlerFailure(request, TIMED_OUT, 'NotStabilized');
    await clock.sleep(pollMs, request.signal);
  }
}

/** [model] a deployment that a newer one replaced has not failed: CloudFormation waits for the newer one instead. */
async function wasReplaced(request: HandlerRequest, made: Service, cluster: string | undefined, id: string | undefined): Promise<boolean> {
  const { serviceDeployments = [] } = await call<{ serviceDeployments?: ServiceDeploymentBrief[] }>(
    request, 'ecs', 'ListServiceDeployments', { service: made.serviceArn, cluster, maxResults: 100 });
  const mine = serviceDeployments.find((d) => id !== undefined && d.targetServiceRevisionArn?.endsWith(id.split('/')[1]));
  return mine?.status === 'STOPPED' && !mine.statusReason;
}

function rollingVerdict(service: Service | undefined, id: string | undefined, replaced: boolean): Verdict {
  if (!service || service.status !== 'ACTIVE') return { failed: 'Service is not ACTIVE' };
  const pinned = service.deployments?.find((d) => (replaced ? d.status === 'PRIMARY' : d.id === id));
  // A failed deployment that has been rolled back is no longer listed.
  if (!pinned || pinned.rolloutState === 'FAILED') return { failed: BREAKER };
  return pinned.rolloutState === 'COMPLETED' && service.runningCount === service.desiredCount ? 'stable' : 'wait';
}

/** Blue/green, linear and canary deployments have no rolloutState; the status of their service deployment shows how they ended. */
function shiftVerdict(deployment: ServiceDeployment | undefined): Verdict {
  switch (deployment?.status) {
    case 'SUCCESSFUL': return 'stable';
    case 'ROLLBACK_SUCCESSFUL':
    case 'ROLLBACK_FAILED':
    case 'STOPPED':
      if (deployment.deploymentCircuitBreaker?.status === 'TRIGGERED') return { failed: BREAKER };
      return { failed: `Error occurred during operation '${deployment.statusReason ?? deployment.status}'.` };
    default: return 'wait';
  }
}

async function describe(request: HandlerRequest, made: Service, cluster: string | undefined): Promise<Service | undefined> {
  const input = { services: [made.serviceArn], cluster };
  const { services = [] } = await call<{ services?: Service[] }>(request, 'ecs', 'DescribeServices', input);
  return services[0];
}

async function lastServiceDeployment(
  request: HandlerRequest, made: Service, cluster: string | undefined,
): Promise<ServiceDeployment | undefined> {
  const { serviceDeployments: briefs = [] } = await call<{ serviceDeployments?: { serviceDeploymentArn?: string; createdAt?: Date }[] }>(
    request, 'ecs', 'ListServiceDeployments', { service: made.serviceArn, cluster, maxResults: 100 });
  const newest = [...briefs].sort((a, b) => Number(b.createdAt) - Number(a.createdAt))[0];
  if (!newest) return undefined;
  const { serviceDeployments = [] } = await call<{ serviceDeployments?: ServiceDeployment[] }>(
    request, 'ecs', 'DescribeServiceDeployments', { serviceDeploymentArns: [newest.serviceDeploymentArn] });
  const [found] = serviceDeployments;
  // [model] an update that starts no deployment waits for the end of the last one, good or bad: ECS is rolling back by itself.
  const primary = made.deployments?.find((d) => d.status === 'PRIMARY')?.id?.split('/')[1];
  const mine = primary !== undefined && found?.targetServiceRevision?.arn?.endsWith(primary);
  return found && !mine && ENDED.has(found.status) ? { ...found, status: 'SUCCESSFUL' } : found;
}
