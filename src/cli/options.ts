/** Options of each command, as commander gives them. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly verbose?: boolean;
}

export const FORMATS = ['text', 'json', 'github'] as const;
export type Format = (typeof FORMATS)[number];

export interface FormatOptions {
  readonly json?: boolean;
  readonly format?: Format;
  readonly html?: string;
  readonly color?: boolean;
}

export interface ExplainOptions extends AwsOptions, FormatOptions {
  readonly exitCode?: boolean;
  readonly junit?: string;
}

export interface WatchCommandOptions extends AwsOptions, FormatOptions {
  readonly failFast?: boolean;
  readonly cancelOnFailure?: boolean;
  /** Seconds to wait for a stack operation to begin. */
  readonly wait: number;
  /** Seconds between two looks. */
  readonly interval: number;
  readonly record?: string;
  readonly junit?: string;
}

export interface FollowCommandOptions extends AwsOptions, FormatOptions {
  /** Names of services, or parts of them. */
  readonly services?: readonly string[];
  readonly junit?: string;
  readonly deployment?: string;
  /** `family:revision`, or the ARN of the task definition. */
  readonly taskDefinition?: string;
  readonly since?: PointInTime;
  /** Seconds to wait for a deployment to begin; absent: the default of `wantedDeployment`. */
  readonly wait?: number;
  readonly until: 'deployed' | 'stable' | 'paused';
  /** Seconds; absent: DEFAULT_TIMEOUT. */
  readonly timeout?: number;
  /** Seconds between two looks. */
  readonly interval: number;
  readonly onFailure: 'explain' | 'stop' | 'rollback';
  readonly record?: string;
}

/** In milliseconds: since the epoch, or before now. */
export type PointInTime = { readonly at: number } | { readonly agoMs: number };

export interface CheckOptions extends AwsOptions, Omit<FormatOptions, 'html'> {
  /** A cluster and a service. */
  readonly service?: readonly string[];
  readonly stack?: string;
  /** `NAME=VALUE` */
  readonly parameters?: readonly string[];
  readonly strict?: boolean;
  readonly secretValues?: boolean;
  readonly printPolicy?: boolean;
  readonly junit?: string;
  readonly validationReport?: string;
}

export interface RecordOptions extends AwsOptions {
  readonly output?: string;
  /** Seconds. */
  readonly for?: number;
  readonly every: number;
  readonly redact?: readonly string[];
  /** Names of values that are not hidden. */
  readonly keep?: readonly string[];
  readonly json?: boolean;
}

export interface ReplayOptions extends FormatOptions {
  readonly exitCode?: boolean;
  readonly frame?: number;
  readonly allFrames?: boolean;
  readonly timeline?: boolean;
}

export interface CausesOptions {
  readonly json?: boolean;
  readonly color?: boolean;
}

export interface DemoOptions {
  readonly json?: boolean;
  readonly list?: boolean;
  readonly events?: boolean;
  readonly watch?: boolean;
  readonly follow?: boolean;
  readonly why?: boolean;
  readonly html?: string;
  readonly junit?: string;
  readonly color?: boolean;
}

/** GitHub Actions sets GITHUB_ACTIONS; `github` is the default there. */
export function formatOf({ json, format }: FormatOptions, env: NodeJS.ProcessEnv = process.env): Format {
  if (json) return 'json';
  return format ?? (env.GITHUB_ACTIONS === 'true' ? 'github' : 'text');
}

/** An address to which calls can be sent. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/[^/\s]+/.test(text);
}
