import { Change, isSame, scalars } from './change';
import { changesSince } from './changes';
import { deploymentTasks, otherDeployments, otherTasks, predatesOperation, watchedDeployment } from './read';
import { lastPart } from './text';
import { Frame, ServiceRevision, Task } from '../facts/model';

/** What this deployment changed, as far as the frame shows it. */
interface Changes {
  readonly all: readonly Change[];
  /** It deploys what ran before: the difference is outside of the task definition. False: it does not, or that is not known. */
  readonly unchanged: boolean;
}

export function changesOf(frame: Frame): Changes {
  const { previousTaskDefinition: old, taskDefinition: mine } = frame;
  const all = [...changesSince(old, mine), ...digestChanges(frame), ...serviceChanges(frame)];
  const known = Boolean(old && mine) || deploysTheSame(frame);
  return { all, unchanged: known && !all.length };
}

/** The deployment before has the same revision of the task definition: it was forced, or only the service changed. */
function deploysTheSame(frame: Frame): boolean {
  const mine = watchedDeployment(frame)?.taskDefinition;
  const others = otherDeployments(frame).map((d) => d.taskDefinition);
  return !predatesOperation(frame) && mine !== undefined && others.length > 0 && others.every((other) => other === mine);
}

/**
 * Another image behind the same name and tag: ECS resolves a tag anew for each deployment (Amazon ECS Developer Guide, container image
 * resolution).
 */
function digestChanges(frame: Frame): readonly Change[] {
  const { mine, old } = revisions(frame);
  const after = [...digestsOf(mine), ...digestsOfTasks(deploymentTasks(frame))];
  const before = [...digestsOf(old), ...digestsOfTasks(otherTasks(frame))];
  const known = new Map(before.map((one) => [keyOf(one), one.digest]));
  const newest = new Map(after.map((one) => [keyOf(one), one]));
  return [...newest.values()].flatMap((one): readonly Change[] => {
    const was = known.get(keyOf(one));
    if (!was || was === one.digest) return [];
    const digests = `digest ${short(was)} -> ${short(one.digest)}`;
    const text = `image ${lastPart(one.image)} is another one than before behind the same tag (${digests})`;
    return [{ text, field: 'imageDigest', container: one.container, before: `${untagged(one.image)}@${was}` }];
  });
}

function untagged(image: string): string {
  return image.replace(/:[\w.-]{1,128}$/, '');
}

interface Digest {
  readonly container: string;
  readonly image: string;
  readonly digest: string;
}

function keyOf({ container, image }: Pick<Digest, 'container' | 'image'>): string {
  return `${container} ${image}`;
}

/** An image that is named by its digest has no tag that could move. */
function digest(container = '', image = '', imageDigest = ''): readonly Digest[] {
  return image && imageDigest && !image.includes('@') ? [{ container, image, digest: imageDigest }] : [];
}

function digestsOf(revision: ServiceRevision | undefined): readonly Digest[] {
  return (revision?.containerImages ?? []).flatMap((c) => digest(c.containerName, c.image, c.imageDigest));
}

function digestsOfTasks(tasks: readonly Task[]): readonly Digest[] {
  return tasks.flatMap(({ containers }) => (containers ?? []).flatMap((c) => digest(c.name, c.image, c.imageDigest)));
}

function short(imageDigest: string): string {
  return imageDigest.replace(/^sha256:/, '').slice(0, 12);
}

/** The service revision of the deployment under watch, and the one that it replaces. */
function revisions({ serviceRevisions, serviceDeployment }: Frame): { readonly mine?: ServiceRevision; readonly old?: ServiceRevision } {
  const find = (arn: string | undefined) => serviceRevisions?.find((r) => arn !== undefined && r.serviceRevisionArn === arn);
  return {
    mine: find(serviceDeployment?.targetServiceRevision?.arn),
    old: find(serviceDeployment?.sourceServiceRevisions?.[0]?.arn),
  };
}

/** Members of a service revision that a person sets (Amazon ECS API Reference, ServiceRevision), and their names in CloudFormation. */
const SETTINGS: { readonly [member: string]: string } = {
  networkConfiguration: 'NetworkConfiguration',
  loadBalancers: 'LoadBalancers',
  capacityProviderStrategy: 'CapacityProviderStrategy',
  launchType: 'LaunchType',
  platformVersion: 'PlatformVersion',
  serviceRegistries: 'ServiceRegistries',
  serviceConnectConfiguration: 'ServiceConnectConfiguration',
  volumeConfigurations: 'VolumeConfigurations',
  vpcLatticeConfigurations: 'VpcLatticeConfigurations',
};

/** The task definition is compared member by member; tags start nothing. */
function serviceChanges(frame: Frame): readonly Change[] {
  const { mine, old } = revisions(frame);
  const compared = mine && old ? Object.keys(SETTINGS).filter((member) => !isSame(old[member], mine[member])) : [];
  const requested = (frame.operation?.changedProperties ?? []).filter((name) => !/^(TaskDefinition|Tags|ForceNewDeployment)\b/.test(name));
  // The request of CloudFormation names the part that changed, the revision only the whole.
  const fields = [...requested, ...compared.map((member) => SETTINGS[member]).filter((name) => !requested.some((r) => r.startsWith(name)))];
  const told = (field: string) => {
    const member = Object.keys(SETTINGS).find((name) => SETTINGS[name] === field.split('.')[0]);
    return member && mine && old ? scalars({ [member]: old[member] }, { [member]: mine[member] }) : '';
  };
  return fields.map((field) => ({ text: `${field} of the service${told(field)}`, field }));
}
