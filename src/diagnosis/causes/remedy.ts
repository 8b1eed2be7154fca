import { ContainerDefinition, Frame } from '../../facts/model';
import { formerImage } from '../read';

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

/** `tag 1.2` of the image in the task definition before; undefined: it was the same image. */
export function formerTag(frame: Frame, name: string | undefined): string | undefined {
  const image = formerImage(frame, name);
  const tag = image?.includes('@') ? undefined : image?.split(':')[1];
  return image && (tag ? `image tag ${tag}` : 'the image before');
}
