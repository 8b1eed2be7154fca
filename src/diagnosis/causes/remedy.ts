import { ContainerDefinition, Frame } from '../../facts/model';

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

/** Any of these, whatever the case of their letters. */
export function words(...any: readonly string[]): RegExp {
  return new RegExp(any.join('|'), 'i');
}
