import { ContainerDefinition, Frame } from '../../facts/model';
import { definitionOf, formerImage } from '../read';

/** What to do about words of a program whose meaning is known, whatever cause they are of. */
export interface Remedy {
  readonly fix: string;
  readonly facts?: readonly string[];
}

export interface Known {
  readonly frame: Frame;
  readonly name?: string;
  readonly definition?: ContainerDefinition;
  /** The line of the log with the words. */
  readonly line: string;
  /** It, and those beside it. */
  readonly text: string;
}

/** undefined: another row, or the cause, has the remedy. */
export type Row = readonly [match: RegExp, found: (match: RegExpExecArray, known: Known) => Remedy | string | undefined];

/** `; or go back to image tag 6` */
export function orBack({ frame, name }: Pick<Known, 'frame' | 'name'>): string {
  const former = formerTag(frame, name);
  return former ? `; or go back to ${former}` : '';
}

/** `image tag 1.2` of the task definition before, the image where its repository is another one; undefined: it was the same image. */
export function formerTag(frame: Frame, name: string | undefined): string | undefined {
  const image = formerImage(frame, name);
  const [repository = '', tag] = image?.split(':') ?? [];
  if (!image || image.includes('@')) return image && 'the image before';
  if (!definitionOf(frame, name)?.image?.includes(`${repository}:`)) return `image ${image}`;
  return tag ? `image tag ${tag}` : 'the image before';
}
