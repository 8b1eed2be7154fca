/** US dollars in us-east-1, as AWS publishes them (read in 2026). Free tiers are left out. */
export const PRICES = {
  /** aws.amazon.com/lambda/pricing: x86_64, first 6 billion GB-seconds a month. */
  lambdaGBSecond: 0.0000166667,
  /** aws.amazon.com/lambda/pricing */
  lambdaRequest: 0.20 / 1e6,
  /** aws.amazon.com/step-functions/pricing: Standard workflows. */
  stateTransition: 0.025 / 1000,
  /** aws.amazon.com/cloudwatch/pricing: logs, Standard class, collected. */
  logGB: 0.50,
};

/** `EcsDeploymentDiagnosisFunction`, src/constructs/watcher/watcher.ts. */
const MEMORY_GB = 256 / 1024;

/** What one deployment used. */
export interface Usage {
  readonly invocations: number;
  readonly transitions: number;
  readonly logBytes: number;
}

export interface Cost {
  readonly lambda: number;
  readonly requests: number;
  readonly transitions: number;
  readonly logs: number;
  readonly total: number;
}

/** @param secondsEach billed for an invocation */
export function costOf({ invocations, transitions, logBytes }: Usage, secondsEach: number): Cost {
  const parts = {
    lambda: invocations * secondsEach * MEMORY_GB * PRICES.lambdaGBSecond,
    requests: invocations * PRICES.lambdaRequest,
    transitions: transitions * PRICES.stateTransition,
    logs: logBytes / 1e9 * PRICES.logGB,
  };
  return { ...parts, total: parts.lambda + parts.requests + parts.transitions + parts.logs };
}
