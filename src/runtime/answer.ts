import { request as httpRequest } from 'http';
import { request as httpsRequest } from 'https';
import { CustomResourceRequest, MAX_RESPONSE_BYTES } from '../contract';
import { wellFormed } from '../presentation/plain';

/** What an answer to CloudFormation needs of its request. */
export interface Addressee {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
}

export function addressee(event: CustomResourceRequest): Addressee {
  const { StackId, RequestId, LogicalResourceId } = event;
  // Constant, because CloudFormation deletes the old resource when it changes. Never empty: CloudFormation would report that instead of the
  // reason.
  return { StackId, RequestId, LogicalResourceId, PhysicalResourceId: event.PhysicalResourceId || `${LogicalResourceId}-diagnosis` };
}

export interface Reply {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason?: string;
}

/** For a FAILED answer that has no reason or no room for one: CloudFormation requires one. */
const NO_REASON = 'The deployment has failed; see the log of the diagnosis function';

/** The body of the answer, within CloudFormation's 4,096 bytes. */
export function responseBody(to: Addressee, reply: Reply): string {
  const body = (reason: string | undefined) => JSON.stringify({ Status: reply.status, ...(reason && { Reason: reason }), ...to });
  const reason = reply.reason || (reply.status === 'FAILED' ? NO_REASON : undefined);
  return body(reason && fit(wellFormed(reason), (text) => Buffer.byteLength(body(text)) <= MAX_RESPONSE_BYTES));
}

/** Bytes that the reason may take in the body, quotes included. */
export function reasonBudget(to: Addressee): number {
  return MAX_RESPONSE_BYTES - Buffer.byteLength(JSON.stringify({ Status: 'FAILED', Reason: '', ...to })) + '""'.length;
}

/** The longest head of the text that fits, found by bisection. Presentation has made it fit already; this makes sure. */
function fit(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(head(text, middle))) low = middle;
    else high = middle - 1;
  }
  return head(text, low);
}

/** Never half of a surrogate pair. */
function head(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/**
 * Domains of AWS's services, of all partitions (`dnsSuffix` and `dualStackDnsSuffix` in partitions.json of boto/botocore). The answer of a
 * custom resource goes to a bucket of Amazon S3.
 */
const DOMAINS = [
  'amazonaws.com', 'api.aws', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn', 'amazonaws.eu', 'api.amazonwebservices.eu',
  'c2s.ic.gov', 'api.aws.ic.gov', 'sc2s.sgov.gov', 'api.aws.scloud', 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk',
  'csp.hci.ic.gov', 'api.aws.hci.ic.gov',
];

/**
 * Is it an https address in a domain of AWS? Customers have endpoints in these, too: a bucket, an API.
 *
 * @param endpoint `AWS_ENDPOINT_URL` of the function: a place that plays AWS, as the lab does. Every call of the function goes there,
 * and so does its answer. Only a person who is allowed to change the function can set it; AWS never does.
 */
export function isAddressOfAws(url: string, endpoint: string | undefined): boolean {
  const address = parsed(url);
  if (!address || address.username || address.password) return false;
  if (endpoint && address.origin === parsed(endpoint)?.origin) return true;
  return address.protocol === 'https:' && !address.port && DOMAINS.some((domain) => address.hostname.endsWith(`.${domain}`));
}

function parsed(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** `refused`: the presigned URL answers with an error that most likely stays (it has expired). `lost`: another try may succeed. */
export type Delivery = 'accepted' | 'refused' | 'lost';

interface Sender {
  /** HTTP status of the PUT; rejects when there was none. */
  put(url: string, body: string): Promise<number>;
  sleep(ms: number): Promise<void>;
}

// 200 ms to 3 s: S3 recovers from throttling and errors within that time. An invocation has 60 s, and the next step tries again.
const BACKOFF_MS = [200, 1000, 3000];

export async function deliver(url: string, body: string, by: Sender): Promise<Delivery> {
  for (const wait of [...BACKOFF_MS, undefined]) {
    const status = await by.put(url, body).catch(() => 0);
    if (status >= 200 && status < 300) return 'accepted';
    if (status >= 300 && status < 500 && status !== 408 && status !== 429) return 'refused';
    if (wait !== undefined) await by.sleep(wait);
  }
  return 'lost';
}

/** The real one. */
export const sender: Sender = { put, sleep: (ms) => new Promise((resolve) => { setTimeout(resolve, ms); }) };

const PUT_TIMEOUT_MS = 5000;

/** The content type must be empty: the URL is signed for that (aws-cdk-lib, cfn-response). */
export function put(url: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('http:') ? httpRequest : httpsRequest;
    const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
    const request = send(url, { method: 'PUT', headers }, (response) => {
      response.resume();
      response.on('end', () => end(() => resolve(response.statusCode ?? 0)));
      response.on('error', (error) => end(() => reject(error)));
    });
    // A limit for the whole exchange: the `timeout` of a request only limits the time in which the socket is idle.
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${PUT_TIMEOUT_MS} ms`)), PUT_TIMEOUT_MS);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
    };
    request.on('error', (error) => end(() => reject(error)));
    request.end(body);
  });
}
