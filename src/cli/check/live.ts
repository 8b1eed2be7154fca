import { AccountLook } from '../../facts/account-model';
import { Declared } from '../../preflight/declared';
import { NO_APP } from '../../preflight/template/app';
import { serviceOf, taskOf } from '../../preflight/template/shapes';
import { Members, Value } from '../../preflight/template/values';
import { faultOfError } from '../aws/faults';
import { serviceAddress } from '../aws/where';
import { Ended, EXIT, UsageError } from '../exit';

/** A service as it would be deployed again now. */
export async function liveService(
  look: AccountLook, given: readonly string[], region: string | undefined, account: string | undefined,
): Promise<Declared> {
  const address = serviceAddress(given[0], given[1]);
  if (!address || given.length > 2) throw new UsageError('--service takes a cluster and a service, or the ARN of a service');
  const { cluster, service: name } = address;
  const where = address.region ?? region;
  const { services = [] } = await look('ecs:DescribeServices', { cluster, services: [name] }, where).catch((error: unknown) => {
    const { kind, line } = faultOfError('service', error);
    throw new Ended(kind === 'credentials' ? EXIT.credentials : EXIT.couldNotLook, line);
  });
  const service = new Members((services[0] ?? null) as Value);
  if (!service.isThere || service.text('status') === 'INACTIVE') {
    throw new Ended(EXIT.notFound, `there is no service "${name}" in the cluster "${cluster}"`);
  }
  const [primary] = service.list('deployments').filter((one) => one.text('status') === 'PRIMARY');
  const whole = new Members({
    ...service.value as { readonly [key: string]: Value },
    cluster: service.get('clusterArn'),
    serviceConnectConfiguration: primary?.get('serviceConnectConfiguration'),
  });
  const declared = serviceOf(whole);
  const definition = service.text('taskDefinition');
  const head = { group: cluster, name, region: where, account, service: declared, app: NO_APP };
  if (definition === undefined) return { ...head, taskUnknown: 'ECS names no task definition of the service' };
  try {
    const { taskDefinition } = await look('ecs:DescribeTaskDefinition', { taskDefinition: definition }, where);
    return { ...head, task: taskOf(new Members(taskDefinition as Value), declared.fargate) };
  } catch (error) {
    return { ...head, taskUnknown: faultOfError('task definition', error).line };
  }
}
