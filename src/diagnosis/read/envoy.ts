import { onInstances } from './connection';
import { Frame } from '../../facts/model';
import { lastPart } from '../text';

/** `gRPC config stream to HOST closed: 7, ...`; some versions leave out the host (envoyproxy/envoy, grpc_stream.h). */
const CLOSED = /gRPC config stream(?: to ([\w.:/-]{1,253}))? closed: (\d{1,2})\b/;
/** Status codes of gRPC. */
const MEANING: { readonly [code: string]: string | undefined } = { 7: 'PERMISSION_DENIED', 14: 'UNAVAILABLE', 16: 'UNAUTHENTICATED' };

interface Refused {
  readonly fact: string;
  readonly fix: string;
}

/**
 * What a proxy of App Mesh cannot do, by a line of its log: fetch its configuration from the management service (AWS App Mesh User Guide,
 * "Envoy Proxy authorization"). undefined: the line is about something else.
 */
export function configStream({ taskDefinition, ...frame }: Frame, line: string | undefined): Refused | undefined {
  const [, host, code] = CLOSED.exec(line ?? '') ?? [];
  if (!code || (host && !/appmesh/i.test(host))) return undefined;
  const name = MEANING[code];
  const whole = name ? `${code} (${name})` : code;
  const fact = `the proxy gets no configuration from ${host ?? 'its management service'}: gRPC status ${whole}`;
  if (code === '14') return { fact, fix: reach(frame, host) };
  if (code !== '7' && code !== '16') return { fact, fix: 'correct APPMESH_RESOURCE_ARN of the proxy; the status has more words' };
  const access = 'appmesh:StreamAggregatedResources (managed policy AWSAppMeshEnvoyAccess)';
  const role = taskDefinition?.taskRoleArn ? ` ${lastPart(taskDefinition.taskRoleArn)}` : '';
  if (taskDefinition && !role) return { fact, fix: `give the task definition a task role (taskRole) with ${access}` };
  const more = code === '16' ? '; if it has that, let the proxy reach 169.254.170.2, which gives out the credentials of the role' : '';
  return {
    fact,
    fix: `allow the task role${role} ${access}: taskDefinition.taskRole.addManagedPolicy(`
      + `ManagedPolicy.fromAwsManagedPolicyName('AWSAppMeshEnvoyAccess'))${more}`,
  };
}

function reach(frame: Frame, host: string | undefined): string {
  const from = onInstances(frame) ? 'the instances' : 'the subnets of the service';
  return `give ${from} a way to ${host ?? 'the management service of App Mesh'} on port 443: a NAT gateway, or a VPC endpoint for`
    + ' appmesh-envoy-management';
}
