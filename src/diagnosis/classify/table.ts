import { CauseId } from '../../contract';
import { Source } from '../read/statements';

/** Recognises a text; regular expressions do. */
export interface Matcher {
  test(text: string): boolean;
}

/** In place of a cause: such texts belong to none of this section, and later sections may claim them. */
export const LATER = 'later';

/** The cause of texts that match, and do not match `unless`. */
export type Row = readonly [cause: CauseId | typeof LATER, words: Matcher, unless?: Matcher];

/** Rows for texts about one thing, read from top to bottom: the first row that matches decides. */
export interface Section {
  /** Where AWS puts such texts; default: anywhere. */
  readonly from?: readonly Source[];
  /** The texts that the section is about; default: all. */
  readonly about?: Matcher;
  /** Of these, the texts that it leaves to later sections. */
  readonly unless?: Matcher;
  /**
   * Words at the beginning of texts of several kinds; they show no cause themselves. `ignored`: the section reads the text without them;
   * `required`: the same, and the section is about texts that have them only. Default: the section reads the whole text.
   */
  readonly preamble?: 'ignored' | 'required';
  readonly rows: readonly Row[];
  /** The cause of texts that the section is about and that no row claims; default: later sections may claim them. */
  readonly otherwise?: CauseId;
}

type Cut = (text: string) => string;

/** The cause that the first section with an answer gives. Without a source, the text may be from any. */
export function causeIn(sections: readonly Section[], text: string, withoutPreamble: Cut, from?: Source): CauseId | undefined {
  const rest = withoutPreamble(text);
  for (const section of sections) {
    if ((section.preamble === 'required' && rest === text) || (from && section.from?.includes(from) === false)) continue;
    const cause = causeInSection(section, section.preamble ? rest : text);
    if (cause) return cause;
  }
  return undefined;
}

function causeInSection({ about, unless, rows, otherwise }: Section, text: string): CauseId | undefined {
  if (about?.test(text) === false || unless?.test(text)) return undefined;
  const cause = firstIn(rows, text);
  return cause === LATER ? undefined : cause ?? otherwise;
}

function firstIn(rows: readonly Row[], text: string): Row[0] | undefined {
  return rows.find(([, words, unless]) => words.test(text) && !unless?.test(text))?.[0];
}

/** The cause of the first row that matches. */
export function causeInRows(rows: readonly Row[], text: string): CauseId | undefined {
  const cause = firstIn(rows, text);
  return cause === LATER ? undefined : cause;
}

/** Each must match. */
export function allOf(...matchers: readonly Matcher[]): Matcher {
  return { test: (text) => matchers.every((one) => one.test(text)) };
}

/** One at least must match. */
export function anyOf(...matchers: readonly Matcher[]): Matcher {
  return { test: (text) => matchers.some((one) => one.test(text)) };
}
