import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { faultOfError, passes } from '../../src/cli/aws/faults';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** CloudFormation publishes no rates, and a recorder reads every second: the SDK's three attempts can be too few. */
const ATTEMPTS = 8;

/**
 * The clients of one Region. Credentials, profile, Region and AWS_ENDPOINT_URL come from where the SDK finds them: the environment and the
 * shared configuration. Through AWS_ENDPOINT_URL the lab serves the same clients in CI.
 */
export class Aws {
  readonly cloudFormation: CloudFormationClient;
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  readonly states: SFNClient;
  readonly s3: S3Client;
  readonly iam: IAMClient;

  constructor(region?: string) {
    const config = { maxAttempts: ATTEMPTS, ...region && { region } };
    this.cloudFormation = new CloudFormationClient(config);
    this.ecs = new ECSClient(config);
    this.logs = new CloudWatchLogsClient(config);
    this.states = new SFNClient(config);
    this.s3 = new S3Client(config);
    this.iam = new IAMClient(config);
  }

  /** @throws if no Region is configured */
  region(): Promise<string> {
    return this.cloudFormation.config.region();
  }

  in(region: string): Aws {
    return new Aws(region);
  }
}

export interface Failure {
  readonly isCredentials: boolean;
  readonly isDenied: boolean;
  /** The same call may succeed later: it was throttled, or its answer was lost. */
  readonly passes: boolean;
  /** One line: what is wrong and what to do. */
  readonly line: string;
}

const CREDENTIALS = ['credentials', 'region'];
const EXPLAINED = [...CREDENTIALS, 'network', 'throttled'];

export function failureOf(error: unknown): Failure {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const fault = faultOfError('stack', error);
  const { kind, line } = fault;
  const said = name === 'Error' ? message : `${name}: ${message}`;
  return {
    isCredentials: CREDENTIALS.includes(kind),
    isDenied: kind === 'denied',
    passes: passes(fault),
    line: (EXPLAINED.includes(kind) ? line : said).replace(/\s+/g, ' ').trim(),
  };
}

export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
