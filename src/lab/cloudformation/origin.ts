import { Resource, Stack } from './model';

/** Construct ids that the CDK's L2 classes give to their own L1 child. */
const L1_CHILD = ['Resource', 'Service'];

/**
 * How scenarios name a resource: the construct path as people write it in their app, `Api/Service`. From `aws:cdk:path` (which
 * the CDK CLI adds) or else from the cloud assembly's manifest, without the stack's name and the L1 child at the end.
 */
export function originPath(stack: Stack, resource: Pick<Resource, 'logicalId' | 'definition'>): string | undefined {
  const metadata = resource.definition.Metadata?.['aws:cdk:path'];
  const full = typeof metadata === 'string' ? metadata : manifestPath(stack, resource.logicalId);
  if (full === undefined) return undefined;
  const root = stack.construct.prefix.split('/')[0];
  const within = [stack.construct.prefix, root].find((prefix) => full.startsWith(`${prefix}/`));
  const parts = (within ? full.slice(within.length + 1) : full).split('/');
  if (parts.length > 1 && L1_CHILD.includes(parts[parts.length - 1])) parts.pop();
  return parts.join('/');
}

function manifestPath(stack: Stack, logicalId: string): string | undefined {
  return stack.construct.paths.find((p) => p.logicalId === logicalId)?.path;
}
