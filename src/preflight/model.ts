import { Declared } from './declared';
import { ForeseenCause } from './pages';
import { AccountCall, InputOf, OutputOf } from '../facts/account-model';

/**
 * `FAIL`: AWS said that something is not there, or is of another kind. `WARN`: it probably fails. `SKIP`: it was not checked, and the
 * finding says why. Nothing but an answer of AWS, or the template alone, makes a FAIL.
 */
export type Outcome = 'OK' | 'SKIP' | 'WARN' | 'FAIL';

export type CheckName =
  | 'image' | 'architecture' | 'secret' | 'parameter' | 'log-group' | 'env-file' | 'role' | 'permissions' | 'target-group' | 'cluster'
  | 'capacity-provider' | 'file-system' | 'subnets' | 'vcpu-quota' | 'namespace';

/** What one check found out about one thing. */
export interface Finding {
  readonly check: CheckName;
  readonly outcome: Outcome;
  /** The thing: `image shop/web:1.42.0 (container web)`. */
  readonly subject: string;
  /** What is so. SKIP: why it was not checked. */
  readonly text: string;
  /** What ECS would fail with; of WARN and FAIL. */
  readonly cause?: ForeseenCause;
  /** What to change. */
  readonly fix?: string;
  /** The action that the credentials lack, with its resource. */
  readonly grant?: Permission;
  /** Calls whose answers it rests on; empty: the template alone. */
  readonly read: readonly string[];
}

export interface Permission {
  readonly action: string;
  /** ARN, or `*` where IAM knows no resource for the action. */
  readonly resource: string;
}

/** One thing to read of the account. Two equal ones are read once. */
export interface Request<C extends AccountCall = AccountCall> {
  readonly call: C;
  readonly input: InputOf<C>;
  readonly region: string | undefined;
  /** The account that has it; undefined: that of the credentials. */
  readonly account?: string;
  readonly needs: Permission;
  /** Permissions of the further calls that its answer can lead to. */
  readonly leadsTo?: readonly Permission[];
}

/** `absent`: AWS says that there is no such thing, with this error code. */
export type Answer<C extends AccountCall = AccountCall> =
  | { readonly kind: 'output'; readonly output: OutputOf<C> }
  | { readonly kind: 'absent'; readonly code: string; readonly message: string }
  | { readonly kind: 'denied'; readonly action: string }
  | { readonly kind: 'unread'; readonly reason: string };

/** What the checks ask, beside the declaration. */
export interface Surroundings {
  /** undefined: it is not read yet. The next run of the check has the answer. */
  readonly read: <C extends AccountCall>(request: Request<C>) => Answer<C> | undefined;
  /** Account of the credentials; undefined: not known. */
  readonly account: string | undefined;
  /** `--secret-values`: values of secrets are read, too. */
  readonly secretValues: boolean;
  /** The machine that builds image assets: its processor as Docker names it, and DOCKER_DEFAULT_PLATFORM. */
  readonly builder: { readonly architecture: string; readonly platform?: string };
}

export type Check = (declared: Declared, at: Surroundings) => readonly Finding[];
