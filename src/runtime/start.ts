import { Ports } from './ports';
import { wasDenied, wasThrottled } from '../facts/unavailable';

/** The start of the state machine, by which the watch begins. */
interface Start {
  readonly stateMachineArn: string;
  /** Starts it only once (AWS Step Functions API Reference, StartExecution). */
  readonly name: string;
  /** @param attempt from 1 */
  readonly input: (attempt: number) => string;
}

/** Pauses between two attempts; the last one repeats. In half a minute these are 16 attempts, far from any rate limit. */
const PAUSES_MS = [1000, 2000];

/**
 * A policy permits nothing in the first seconds after CloudFormation has completed it (aws/aws-cdk#37675, #37939, #18237, #21332, #31429),
 * and the role that permits this start is made just before the request. So a start that may succeed later is tried again.
 * @param untilMs no attempt begins later, but one is always made; milliseconds since the epoch
 * @returns the number of attempts; throws the last error, and an error that stays at once
 */
export async function startWaiter({ stateMachineArn, name, input }: Start, ports: Ports, untilMs: number): Promise<number> {
  for (let attempts = 1; ; attempts++) {
    try {
      await ports.startExecution(stateMachineArn, name, input(attempts));
      return attempts;
    } catch (error) {
      const pauseMs = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1];
      if (!mayPass(error) || ports.now() + pauseMs > untilMs) throw error;
      await ports.sleep(pauseMs);
    }
  }
}

/** Errors of the SDK for JavaScript that are no answer of AWS: a limit of time, or an answer that cannot be parsed. */
const NO_ANSWER: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError', 'SyntaxError']);

/** Denied, throttled, an error on AWS's side, or no answer: the same call may succeed later. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code, $fault, $metadata } = error as Error & AwsErrorDetails;
  return wasDenied({ error: name }) || wasThrottled({ error: name }) || NO_ANSWER.has(name)
    || $fault === 'server' || ($metadata?.httpStatusCode ?? 0) >= 500
    // Errors of the network, by Node.js: ECONNREFUSED, ECONNRESET, ENOTFOUND.
    || /^E[A-Z]+$/.test(code ?? '');
}

interface AwsErrorDetails {
  readonly code?: string;
  readonly $fault?: 'client' | 'server';
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Lambda delivers a request that fails three times: one minute after the first failure, and two minutes after the second (AWS Lambda
 * Developer Guide, asynchronous invocation). An invocation that fails here has lasted less than a minute. So the second delivery comes
 * within two minutes of the request, and the third at three minutes or later. The event does not contain its number.
 */
const SECOND_DELIVERY_BEFORE_MS = 2 * 60 * 1000;

/** `X-Amz-Date` of a presigned URL: `20261123T100005Z`. */
const SIGNED_AT = /[?&]X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/;

/** The clock of the function may be behind that of CloudFormation by this much; if it is by more, it is wrong. */
const FUNCTION_CLOCK_BEHIND_MS = 5000;

/**
 * Will Lambda deliver the request again if this invocation fails? The age of the request is the age of its presigned answer URL, which
 * CloudFormation signs when it sends the request. Without a plausible age the answer is no: a request that nobody answers costs an hour.
 */
export function isDeliveredAgain(responseUrl: string, nowMs: number): boolean {
  const [, year, month, day, hours, minutes, seconds] = (SIGNED_AT.exec(responseUrl) ?? []).map(Number);
  const ageMs = nowMs - Date.UTC(year, month - 1, day, hours, minutes, seconds);
  return ageMs >= -FUNCTION_CLOCK_BEHIND_MS && ageMs < SECOND_DELIVERY_BEFORE_MS;
}
