import { Aws } from './aws';
import { LiveTest } from './model';
import { Network } from './network';
import { Time } from './time';

export interface Choice {
  /** May be empty: only the clean-up. */
  readonly tests: readonly LiveTest[];
  readonly network?: Network;
  readonly regions?: readonly string[];
}

export interface Outside {
  readonly aws: Aws;
  readonly time: Time;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** A question with yes or no. */
  readonly ask: (question: string) => Promise<boolean>;
  /** Id of this run: short, of letters and digits. */
  readonly run: string;
  readonly isLab?: boolean;
  readonly commit?: string;
}
