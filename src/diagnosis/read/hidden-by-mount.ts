import { definitionOf } from './containers';
import { Frame } from '../../facts/model';
import { normalise, wholeTokens } from '../text';

/** A file that the program misses, below the mount point of a volume. */
export interface HiddenFile {
  /** The volume hides what the image has there. False: nothing shows that the image has it, so it is not on the volume. */
  readonly isOfImage: boolean;
  readonly path: string;
  /** `EFS volume data`, `host volume conf`, `volume cache`. */
  readonly volume: string;
  readonly containerPath: string;
  /** The task definition before did not mount it. */
  readonly isNew: boolean;
}

const MISSES = /no such file|not found|can(no|')t (find|open|access|load|stat)|could not (find|open|load)|unable to (find|open|access|load|locate)|does(n't| not) exist|\bENOENT\b|MODULE_NOT_FOUND|FileNotFound|is missing/i;
/** It is there: a program that is not allowed to open a file has found it (`FileNotFoundException: ... (Permission denied)` of Java). */
const IS_THERE = /permission denied|\bE(?:ACCES|PERM|ROFS)\b|not permitted|access ?denied|read-only file/i;
const PATH = /(?<![\w.:/-])\/(?:[\w.@+-]{1,100}\/){0,30}[\w.@+-]{1,100}/g;

/**
 * @param text a line of the log of this container, or a text of AWS about its start
 * undefined: it misses no file, or none below a mount point
 */
export function hiddenByMount(frame: Frame, container: string | undefined, text: string | undefined): HiddenFile | undefined {
  const mounts = definitionOf(frame, container)?.mountPoints ?? [];
  const line = mounts.length && text ? normalise(wholeTokens(text, 2000)) : '';
  if (!MISSES.test(line) || IS_THERE.test(line)) return undefined;
  for (const [found] of line.matchAll(PATH)) {
    const path = found.replace(/[.]+$/, '');
    const mount = mounts.find(({ containerPath }) => containerPath && path.startsWith(`${containerPath.replace(/\/$/, '')}/`));
    if (mount?.containerPath) {
      const isAdded = isNew(frame, container, mount.containerPath);
      const isOfImage = OF_IMAGES.test(path) || isAdded;
      return { path, isOfImage, volume: kindOf(frame, mount.sourceVolume), containerPath: mount.containerPath, isNew: isAdded };
    }
  }
  return undefined;
}

/** Directories and files that images bring: system directories, programs, and what a build leaves. */
const OF_IMAGES = new RegExp([
  String.raw`^/(?:etc|usr|bin|sbin|lib|opt|app|srv)/|/node_modules/|/(?:package|composer)\.json$`,
  String.raw`\.(?:[cm]?js|ts|py|jar|war|sh|php|rb|pl|dll|so(?:\.\d+)*|exe)$`,
].join('|'));

/** The container ran before without this mount, so its image has what it needs there. */
function isNew({ previousTaskDefinition }: Frame, container: string | undefined, containerPath: string): boolean {
  const before = previousTaskDefinition?.containerDefinitions?.find(({ name }) => name === container);
  return before !== undefined && !before.mountPoints?.some((mount) => mount.containerPath === containerPath);
}

function kindOf({ taskDefinition }: Frame, name: string | undefined): string {
  const volume = taskDefinition?.volumes?.find((v) => v.name === name);
  const called = `volume ${name ?? ''}`.trim();
  if (volume?.efsVolumeConfiguration) return `EFS ${called}`;
  return volume?.host?.sourcePath ? `host ${called}` : called;
}

/** What to say and to do about it. */
export function hiddenInWords(hidden: HiddenFile): { readonly fact: string; readonly fix: string } {
  const { path, isOfImage, volume, containerPath, isNew: isAdded } = hidden;
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (!isOfImage) {
    return {
      fact: `${volume} is mounted at ${containerPath}: the program looks for ${path} on it`,
      fix: `put ${file} onto the volume, or correct the setting that names it; a link on the volume that leads out of the mounted directory`
        + ' ends in nothing inside the container',
    };
  }
  return {
    fact: `${volume} is mounted at ${containerPath}: the container sees its files there, and none of the image`,
    fix: (isAdded ? `take the mount at ${containerPath} out again, which this deployment added, or put the whole content of that directory`
      : `mount the volume at a directory that the image does not need (containerPath in addMountPoints()), or put ${file}`)
      + ' onto the volume',
  };
}
