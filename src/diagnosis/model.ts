import { CauseId } from '../contract';
import { Frame, LogLine, Task, Unavailable } from '../facts/model';

/** `certain`: an AWS API stated it. `probable`: inferred from facts that the cause names. `possible`: fits, as other causes do. */
export type Certainty = 'certain' | 'probable' | 'possible';

/** Does it heal if nothing is changed? `never`, `maybe`, `likely`. */
export type Retry = 'never' | 'maybe' | 'likely';

/** Where in the life of a deployment it breaks, in order: an earlier stage explains a later symptom. */
export const STAGES = ['service', 'placement', 'pull', 'start', 'run', 'health', 'traffic', 'deployment'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * Facts about a cause by which the patience with it differs from that with others of its class (`Retry`). Each holds of the cause wherever
 * it is found; how long and how often is in decision/policy.ts. Absent: it does not hold.
 */
export interface Traits {
  /**
   * A role that was made or changed moments ago is refused this although the permission is there: IAM is eventually consistent (IAM User
   * Guide, "Changes that I make are not always immediately visible").
   */
  readonly deniedToNewRoles?: boolean;
  /**
   * If the service is new, it passes within minutes (IAM shows a role late, other deployments give vCPUs back). In an update the running
   * version has used the same role and quota for some time.
   */
  readonly settledOnUpdate?: boolean;
  /** The resource that tasks lack. Instances: an Auto Scaling group takes several minutes to launch one for its capacity provider. */
  readonly needs?: 'instances';
  /** Old tasks of the service give back what is missing when ECS stops them: instances with room, ports, quotas. */
  readonly freedByOldTasks?: boolean;
  /**
   * A failed health check: ECS stops the task itself once its grace period and its checks are over (Amazon ECS Developer Guide, service
   * load balancing). Until then the application may just be slow.
   */
  readonly stoppedByEcs?: boolean;
  /** ECS names it for certain, whatever the application has logged. */
  readonly namedByEcs?: boolean;
  /** An intended wait, which ends by itself. */
  readonly endsByItself?: boolean;
  /** A person did it, who knows why. */
  readonly doneByPerson?: boolean;
  /** Nothing was recognised. */
  readonly notUnderstood?: boolean;
}

/** The facts about a cause that the engine needs. Small: it ships in the Lambda. */
export interface CauseInfo {
  /** Permanent kebab-case slug that names the failure. */
  readonly id: CauseId;
  readonly family: string;
  /** At most 60 characters. */
  readonly title: string;
  readonly stage: Stage;
  readonly retry: Retry;
  readonly traits?: Traits;
  /** Names a symptom, not a cause: any real cause goes before it. */
  readonly symptomOnly?: boolean;
  /** A state in which nothing has failed. */
  readonly waiting?: boolean;
  /** Ids of causes that this one explains: it ranks before them even if it is less certain. */
  readonly explains?: readonly CauseId[];
  /** The answer if nothing else is known: any other cause that is no wait replaces it. */
  readonly lastResort?: boolean;
  /**
   * Who recognises it. Default: a table in `classify`, and the rule words what the table found. `facts`: the rule itself, which joins
   * several facts. `table and facts`: the table, and the rule while AWS has written no text. `decision`: no single frame shows it; its
   * `match` finds nothing, and the decision makes the cause.
   */
  readonly foundBy?: 'facts' | 'table and facts' | 'decision';
  /** AWS documentation. */
  readonly docs: string;
}

/** General text about a cause for `ecs-why causes` and docs/causes.md. It is not in the Lambda. */
export interface About {
  /** One sentence: what it means. */
  readonly meaning: string;
  /** Its usual reasons, commonest first. */
  readonly why: readonly string[];
  /** How to fix it in general, naming the CDK property or call. */
  readonly remedy: string;
}

/** Place of a log line: its index in the lines of a container in a task (`logLines`). */
export interface Seen {
  readonly task: Task;
  readonly container: string;
  readonly line: number;
}

/** Words about a cause that quote no log: for a stack event of a service with `logLines: 0`. */
export interface OwnWords {
  readonly headline: string;
  readonly facts: readonly string[];
  readonly fix: string;
}

/** What a rule found in one frame. */
export interface Finding {
  readonly certainty: Certainty;
  /** The headline states no more than AWS did (an exit code): it is certain, however uncertain the cause behind it is. */
  readonly plain?: boolean;
  /** The container to blame; absent where the fault lies in no container. */
  readonly container?: string;
  /** Tasks that show it; empty where no task does (placement, events). */
  readonly tasks?: readonly Task[];
  /** What broke, with names and the observed value; no cause id, no full stop. Parts that may be long are marked (`elastic` in text.ts). */
  readonly headline: string;
  /** AWS's texts, verbatim (redaction and shortening come later), most specific first. */
  readonly evidence: readonly string[];
  /** Joined facts in our words: `expected 200, got 404 on GET /health, port 8080`. */
  readonly facts?: readonly string[];
  /** One action with an object, in CDK terms. */
  readonly fix: string;
  /**
   * The same in words that have nothing of a log, neither a line nor a name or number of one. Absent: the words of the rule for a frame
   * whose log lines are empty (`own-words.ts`).
   */
  readonly ownWords?: () => OwnWords;
  /** The log line that gave the cause away. */
  readonly seen?: Seen;
  /** The failure is not in the log: `seen`, if it is there, supports the finding, and the other lines do not. */
  readonly aside?: boolean;
  /** Overrides the class of the rule where the facts show more. */
  readonly retry?: Retry;
  /** A policy denies it explicitly: the age of the role or policy explains nothing, and no wait heals it. */
  readonly deniedForGood?: boolean;
  /** Overrides the page of the rule where another one names the failure. */
  readonly docs?: string;
}

export interface Rule extends CauseInfo {
  /** Pure: no clock, no I/O. undefined: not this cause, or cannot tell. */
  match(frame: Frame): Finding | readonly Finding[] | undefined;
}

/** A diagnosed cause: what a rule found, with what the engine knows of the rule. */
export interface Cause {
  readonly id: CauseId;
  readonly title: string;
  readonly stage: Stage;
  readonly certainty: Certainty;
  readonly retry: Retry;
  readonly traits?: Traits;
  readonly symptomOnly: boolean;
  readonly waiting: boolean;
  /** See `Finding.plain`. */
  readonly plain?: boolean;
  readonly container: string | null;
  /** Ids (last part of the ARN) of the tasks that show it, first to stop first. */
  readonly tasks: readonly string[];
  readonly headline: string;
  /** Parts of the headline that may be shortened. */
  readonly elastic?: readonly string[];
  readonly explains?: readonly CauseId[];
  readonly evidence: readonly string[];
  /** How many further texts of AWS are left out of `evidence`; absent: none. */
  readonly moreEvidence?: number;
  readonly facts: readonly string[];
  readonly fix: string;
  /** See `Finding.ownWords`; absent: headline, facts and fix have nothing of a log. */
  readonly ownWords?: OwnWords;
  /** See `Finding.seen`. */
  readonly seen?: Seen;
  /** See `Finding.aside`. */
  readonly aside?: boolean;
  readonly docs: string;
}

/** What a deployment waits for, and what would let it continue. */
export interface Awaited {
  readonly what: string;
  readonly release: string;
  /** For how long the deployment has been going on, in words; absent: not known. */
  readonly age?: string;
}

export type Status = 'failed' | 'in-progress' | 'healthy' | 'paused' | 'unknown';

/** Ranked causes and what surrounds them. Pure result of `diagnose(frame)`. */
export interface Diagnosis {
  readonly status: Status;
  /** Best first; empty when nothing has failed and nothing is awaited. */
  readonly causes: readonly Cause[];
  /** How many further causes, which rank behind these, are left out; absent: none. */
  readonly moreCauses?: number;
  /** Causes that later tasks got past, best first; they are not in `causes`. Absent: none. */
  readonly over?: readonly Over[];
  /** ECS has given up the deployment, or CloudFormation the service: nothing is left to wait for. */
  readonly ended?: boolean;
  /** What the deployment waits for, if it is in progress and has no cause. */
  readonly awaited?: Awaited;
  /** About the first cause, of which it is the first fact, and the fix. Absent: no cause of the network, or the network was not read. */
  readonly network?: NetworkVerdict;
  /** Facts about the deployment as a whole for the message, one line each. */
  readonly summary: {
    /** Failed tasks of the deployment under watch. */
    readonly failedTasks: number;
    readonly desiredCount: number | null;
    /** `family:revision` of the deployment under watch. */
    readonly taskDefinition: string | null;
    /** The same of the deployment before; absent or null: not known. */
    readonly previousTaskDefinition?: string | null;
    /** What changed since the deployment before, e.g. `image tag 1 -> 2`, `environment DATABASE_URL removed`. */
    readonly changes: readonly string[];
    /** Those of `changes` that explain the first cause; absent: none. */
    readonly blamed?: readonly string[];
    /** The deployment has the settings of the one before. Absent: it does not, or that is not known. */
    readonly unchanged?: boolean;
  };
  /** What still serves traffic or runs, in a few words. */
  readonly impact: string;
  /** Log tail of the blamed container: its name, its lines or why there are none. */
  readonly log: LogTail | null;
  /** See `logged`: what redaction finds in these is masked in all texts. It is not shown. Absent: none. */
  readonly logged?: readonly string[];
  /** What the task definitions give in plain text. It is not shown; the secrets in it are masked in all texts. Absent: nothing. */
  readonly given?: readonly Given[];
  readonly unavailable: readonly Unavailable[];
}

/** What routes, endpoints and filters show of a failure to reach something. */
export interface NetworkVerdict {
  /** What is wrong: a permanent name, as the id of a cause. */
  readonly leaf: string;
  /**
   * `certain`: what was read leaves no other explanation. `likely`: it explains the failure, and something that was not read could be
   * otherwise. `seen`: it lies on the way, and whether it is at fault cannot be read here.
   */
  readonly certainty: 'certain' | 'likely' | 'seen';
  readonly text: string;
  /** Ids of what was read: subnets, then route table, gateway, endpoint, group, ACL. */
  readonly evidence: readonly string[];
  /** One line of CDK, or one command. */
  readonly fix: string;
  /** Those that it holds for. */
  readonly subnets: readonly string[];
}

/** A name and what a task definition gives for it in plain text. */
export interface Given {
  readonly name: string;
  readonly value: string;
}

/** A cause that is over. */
export interface Over {
  readonly cause: Cause;
  /** Id of the task that got past the point at which the others failed. */
  readonly task: string;
}

export interface LogTail {
  readonly container: string;
  readonly task: string;
  /** Cleaned: no colours, JSON rendered plainly, noise dropped; oldest first. */
  readonly lines: readonly LogLine[];
  /** The line that looks most like the error, if one does; it is in `lines`, with what follows it, however early it came. */
  readonly error?: string;
  /** `error` is the line that gave the cause away. */
  readonly decisive?: boolean;
  /** The log is not the cause: few of its lines are worth showing. */
  readonly aside?: boolean;
  /** Lines of this container and task that are not in `lines`. */
  readonly omitted: number;
  /** Where there are no lines: `no line was written`, `not readable: AccessDenied`, `log driver splunk: look there`, `not read`. */
  readonly missing: string | null;
}
