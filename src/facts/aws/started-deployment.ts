import { StackView } from './cloudformation';
import { newestDeploymentId } from './ecs';
import { Reader } from './reader';
import { ServiceUnderWatch } from './service-under-watch';
import { Service } from '../model';
import { earliestDeploymentMs, touchesService } from '../operation';
import { hasStages } from '../strategy';

/** Id of the deployment that this stack operation started; undefined: it has started none yet, or none that could be read. */
export async function findStartedDeployment(
  reader: Reader, stack: StackView | undefined, watched: ServiceUnderWatch,
): Promise<string | undefined> {
  const listed = listedDeployment(stack, watched.service);
  // With a strategy that has stages, ECS may not list the deployment with the service.
  return listed ?? (hasStages(watched.service) ? findUnlistedDeployment(reader, stack, watched) : undefined);
}

/** The oldest deployment that is not older than the operation: a rollback by the circuit breaker is newer. */
function listedDeployment(stack: StackView | undefined, { deployments }: Service): string | undefined {
  const startMs = startOnService(stack);
  const created = (d: { readonly createdAt?: string }) => Date.parse(d.createdAt ?? '');
  if (startMs === undefined) return undefined;
  return (deployments ?? []).filter((d) => created(d) >= startMs).sort((a, b) => created(a) - created(b))[0]?.id;
}

/** The newest service deployment since the operation began. */
export async function findUnlistedDeployment(
  reader: Reader, stack: StackView | undefined, watched: ServiceUnderWatch,
): Promise<string | undefined> {
  const startMs = startOnService(stack);
  return startMs === undefined ? undefined : newestDeploymentId(reader, watched, startMs);
}

/** undefined until CloudFormation has begun with the service: until then, this operation cannot have started a new deployment. */
function startOnService(stack: StackView | undefined): number | undefined {
  return stack?.startedAt && touchesService(stack) ? earliestDeploymentMs(stack.startedAt) : undefined;
}
