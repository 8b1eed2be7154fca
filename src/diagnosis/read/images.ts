import { definitionOf } from './containers';
import { namesEcr } from './ecr';
import { TextInFrame } from './statements';
import { deploymentTasks, otherTasks } from './tasks';
import { Frame, Task } from '../../facts/model';
import { byName } from '../../facts/stops';

/** Words before the name of an image. In "pull image manifest has been retried" the next word is no name. */
const NAMED = /(?:resolve (?:ref|reference) |access denied for |manifest for |failed open: failed to do request: Get |image |image reference |repository )["']?([\w][\w.-]*(?::\d+)?\/?[\w./<>-]*(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?)["']?(?=[\s,:;"']|$)/gi;

/** The name of an image without the host of its registry. */
export function withoutRegistry(image: string): string {
  return image.replace(/^[^/.:]*[.:][^/]*\//, '');
}

/** The digests show that the image is the one that ran before, whatever its tags are. */
function isSameDigest(frame: Frame, container: string | undefined): boolean {
  const digests = (tasks: readonly Task[]) => tasks.flatMap((task) => task.containers ?? [])
    .flatMap(({ name, imageDigest }) => (name === container && imageDigest ? [imageDigest] : []));
  const [mine, others] = [digests(deploymentTasks(frame)), digests(otherTasks(frame))];
  const ofRevisions = (frame.serviceRevisions ?? []).flatMap((one) => one.containerImages ?? [])
    .flatMap(({ containerName, imageDigest }) => (containerName === container && imageDigest ? [imageDigest] : []));
  return mine.some((one) => others.includes(one)) || (ofRevisions.length > 1 && new Set(ofRevisions).size === 1);
}

/** The image of the container in the task definition before, without its registry; undefined: it was the same image. */
export function formerImage(frame: Frame, container: string | undefined): string | undefined {
  const image = byName(frame.previousTaskDefinition?.containerDefinitions, container)?.image;
  return image && image !== definitionOf(frame, container)?.image && !isSameDigest(frame, container) ? withoutRegistry(image) : undefined;
}

/** The image that a text speaks of. */
export function imageIn(text: string): string | undefined {
  return [...text.matchAll(NAMED)].map(([, name]) => name).find((name) => /[/:.]/.test(name));
}

/** The container whose image the text names, when exactly one has it. */
export function pulling(hit: TextInFrame): string | undefined {
  const image = imageIn(hit.text);
  const named = (hit.frame.taskDefinition?.containerDefinitions ?? []).filter((d) => image && d.image && sameImage(d.image, image));
  return named.length === 1 ? named[0].name : undefined;
}

/** The image for a headline: as the text names it, else the task definition; undefined if neither does. */
export function shownImage(hit: TextInFrame): string | undefined {
  const image = imageIn(hit.text) ?? definedImage(hit);
  return image && withoutEcrHost(image);
}

/** The image as the task definition names it: the user knows this name, not the one that the registry echoes. */
export function definedImage(hit: TextInFrame): string | undefined {
  return definitionOf(hit.frame, hit.container)?.image;
}

/** The tag of an image that can be another one tomorrow: `latest`, `stable`, a major version alone. undefined: it is fixed, or a digest. */
export function floatingTag(image: string | undefined): string | undefined {
  if (!image || image.includes('@')) return undefined;
  const tag = /:([\w.-]{1,128})$/.exec(image)?.[1] ?? 'latest';
  // a number in a repository of one's own is that of a build
  const major = /^v?\d{1,3}(-[a-z][\w.]*)?$/i.test(tag) && !namesEcr(image);
  return major || /^(latest|stable|edge|nightly|main|mainline|master|current|lts|release)(-[a-z][\w.]*)?$/i.test(tag) ? tag : undefined;
}

/**
 * A tag that moves, of a container that ran before with the same definition: its image can be another one since. undefined: something in
 * the definition changed, or the digests show that the image is the same.
 */
export function movingTag(frame: Frame, container: string | undefined): string | undefined {
  const now = definitionOf(frame, container);
  const before = frame.previousTaskDefinition?.containerDefinitions?.find(({ name }) => name === container);
  if (!now || !before || JSON.stringify(now) !== JSON.stringify(before)) return undefined;
  return isSameDigest(frame, container) ? undefined : floatingTag(now.image);
}

function sameImage(defined: string, named: string): boolean {
  const bare = (image: string) => image.replace(/^docker\.io\/(library\/)?/, '').replace(/@sha256:.*$/, '');
  return bare(defined) === bare(named) || bare(defined) === bare(named).replace(/:latest$/, '');
}

/** Without the host of ECR: a headline has room for 120 characters, and AWS's text below has the host in full. */
function withoutEcrHost(image: string): string {
  return image.replace(/^[\w<>-]{1,40}\.dkr[.-]ecr(-fips)?\.[\w-]+\.[\w.]+\//, '');
}
