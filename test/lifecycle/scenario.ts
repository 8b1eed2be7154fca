import { Version } from './shop';
import { CauseId } from '../../src/contract';
import type { Lab, OperationResult } from '../../src/lab/lab';
import { DeploymentRule, Scenario as LabScenario, TaskRule } from '../../src/lab/world';

/** One life of a stack: what is deployed, what befalls it, how it must end. A row of docs/lifecycles.md. */
export interface Scenario {
  readonly name: string;
  /** What happens, in words; for the table. */
  readonly happens: string;
  /** How tasks and deployments of the service fare. */
  readonly rules?: readonly TaskRule[];
  readonly deployments?: readonly DeploymentRule[];
  /** Further keys of the lab's scenario: faults, switches, quotas. */
  readonly world?: Partial<LabScenario>;
  /** Versions of the app, deployed one after the other; the last operation is the one that counts. Default: one. */
  readonly versions?: readonly Version[];
  /** Of the last operation. */
  readonly rollback?: boolean;
  readonly express?: boolean;
  /** Called before the last operation begins: for `lab.at`. */
  readonly meanwhile?: (lab: Lab) => void;
  /** The last operation, where it is not to deploy the last version: everything of `versions` has been deployed by then. */
  readonly last?: (lab: Lab) => Promise<OperationResult>;
  readonly expect: Expectation;
}

export interface Expectation {
  readonly status: string;
  /** Who fails first: nobody, the diagnosis, the service, either of them within the same second, or another logical id. */
  readonly first?: 'diagnosis' | 'service' | 'either' | RegExp;
  /** In the first line of what the diagnosis says; in mode REPORT in its log. */
  readonly cause?: CauseId;
  /** Why the diagnosis ended the watch: its words in the reason (`why now`) or in its log (`finished watching`). */
  readonly because?: RegExp;
  /** More that must stand in the reason of the diagnosis. */
  readonly says?: readonly (string | RegExp)[];
  /** Seconds from the start of the operation to the answer of the diagnosis; absent where it is not asked. */
  readonly verdict?: readonly [atLeast: number, atMost: number];
  /** The SDK draws its pauses between attempts at random: the table has the bounds. */
  readonly varies?: boolean;
  /** Whole operation, seconds. */
  readonly seconds?: readonly [atLeast: number, atMost: number];
  /** A line that must stand in the log of the watcher. */
  readonly log?: RegExp;
  /** Faults are part of the scenario: handlers may crash, and answers may be lost. */
  readonly broken?: boolean;
  readonly also?: (outcome: Outcome) => void | Promise<void>;
}

export interface Outcome {
  readonly lab: Lab;
  readonly result: OperationResult;
  /** Reason of the diagnosis, without CloudFormation's frame. */
  readonly reason: string;
  /** What the watcher has logged in the last operation. */
  readonly log: string;
  /** Seconds of the answer. */
  readonly verdict?: number;
}

/** One family: a section of docs/lifecycles.md and a file of scenarios. */
export interface Family {
  readonly title: string;
  readonly scenarios: readonly Scenario[];
}
