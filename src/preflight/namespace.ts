import { shown } from './known';
import { Check, Finding, Request } from './model';
import { arnIn } from './place';
import { beforehand, sayOf } from './say';

/** The namespace of Service Connect exists. */
export const namespace: Check = ({ service, app, region, account }, { read }): readonly Finding[] => {
  const known = service?.namespace;
  if (!known) return [];
  const say = sayOf('namespace', `namespace ${shown(known)}`);
  const made = beforehand(known, say);
  if (made) return [made];
  if (app.namespaces.has(known.shape)) return [say.ok('it is made by the app')];
  const fix = 'name a namespace that exists: aws servicediscovery list-namespaces; or defaultCloudMapNamespace of the Cluster';
  const fault = { cause: 'service-connect-failed', fix } as const;
  const arn = arnIn(known.shape);
  const id = /^namespace\/(.+)$/.exec(arn?.resource ?? '')?.[1];
  if (arn && id !== undefined) {
    const request: Request<'servicediscovery:GetNamespace'> = {
      call: 'servicediscovery:GetNamespace', input: { Id: id }, region: arn.region, account: arn.account,
      needs: { action: 'servicediscovery:GetNamespace', resource: known.shape },
    };
    const answer = read(request);
    if (!answer) return [];
    if (answer.kind === 'absent') return [say.fail('it does not exist', fault, request)];
    return [answer.kind === 'output' ? say.ok('it exists', request) : say.unread(request, answer)];
  }
  const request: Request<'servicediscovery:ListNamespaces'> = {
    call: 'servicediscovery:ListNamespaces', input: { name: known.shape }, region, ...(account && { account }),
    needs: { action: 'servicediscovery:ListNamespaces', resource: '*' },
  };
  const answer = read(request);
  if (!answer) return [];
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  const isThere = answer.output.Namespaces?.some(({ Name }) => Name === known.shape) ?? false;
  return [isThere ? say.ok('it exists', request) : say.fail(`it does not exist in ${region ?? 'the Region'}`, fault, request)];
};
