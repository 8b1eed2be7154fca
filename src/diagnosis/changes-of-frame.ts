import { Change, changesSince } from './changes';
import { deploymentTasks, otherDeployments, otherTasks, predatesOperation, watchedDeployment } from './read';
import { lastPart } from './text';
import { Frame, Task } from '../facts/model';

/** What this deployment changed, as far as the frame shows it. */
export interface Changes {
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

/** Another image behind the same name and tag: ECS resolves a tag anew for each deployment (Amazon ECS Developer Guide, container image resolution). */
function digestChanges(frame: Frame): readonly Change[] {
  const [before, after] = [digests(otherTasks(frame)), digests(deploymentTasks(frame))];
  return [...after].flatMap(([key, { container, image, digest }]): readonly Change[] => {
    const old = before.get(key)?.digest;
    if (!old || old === digest) return [];
    const text = `image ${lastPart(image)} is another one than before behind the same tag (digest ${short(old)} -> ${short(digest)})`;
    return [{ text, field: 'imageDigest', container }];
  });
}

interface Digest {
  readonly container: string;
  readonly image: string;
  readonly digest: string;
}

/** By container and image; the newest task decides. */
function digests(tasks: readonly Task[]): ReadonlyMap<string, Digest> {
  const found = new Map<string, Digest>();
  for (const { containers } of tasks) {
    for (const { name: container = '', image, imageDigest: digest } of containers ?? []) {
      if (image && digest && !image.includes('@')) found.set(`${container} ${image}`, { container, image, digest });
    }
  }
  return found;
}

function short(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

/** `TaskDefinition` is compared member by member. */
function serviceChanges({ operation }: Frame): readonly Change[] {
  const properties = (operation?.changedProperties ?? []).filter((name) => !/^(TaskDefinition|Tags)\b/.test(name));
  return properties.map((field) => ({ text: `${field} of the service`, field }));
}
