import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { PutOutcome } from '../cloudformation/answers';
import { Fault, Struck } from '../faults';
import { AwsError, FakeService, Place } from '../world';
import { distort } from './distort';
import { ec2Error, parseEc2, serialiseEc2 } from './ec2-query';
import { parseJson, serialiseJson } from './json';
import { parseQuery, queryError, serialiseQuery } from './query';
import { OperationSchema, SchemaError } from './schema';
import { HttpRequest, WireService } from './services';

/** What the server needs from the lab. */
interface WireHost {
  place(): Place;
  readonly services: { readonly [name: string]: FakeService };
  readonly wires: readonly WireService[];
  /** What lies at an address that is no operation of a service; undefined: nothing. */
  page(url: string): string | undefined;
  /** Counts the call, which was made `elapsedMs` after the invocation of its function. Gives the fault that strikes it. */
  called(service: string, operation: string, elapsedMs: number): Struck | undefined;
  /**
   * Does IAM permit the action (`ecs:ListTasks`) to the owner of this access key, `elapsedMs` after the invocation?
   * @param resource ARN; undefined: no resource is compared
   */
  permits(accessKey: string | undefined, action: string, elapsedMs: number, resource?: string): boolean;
  /** The outcome of that call, for the lab's list of calls. */
  ended(service: string, operation: string, elapsedMs: number, error?: string): void;
  /** The run is worthless: an operation that the lab does not play, a member that AWS does not have. */
  violation(text: string): void;
  /** A call takes `seconds` of lab time, or never ends; the timers of its caller go on. */
  slow(seconds: number | 'for ever'): Promise<void>;
  /** The function that makes the call dies at once. */
  kill(): void;
  /** Lab time. */
  now(): number;
  /** The body of a custom resource's answer, put `elapsedMs` after the function was invoked. */
  answer(path: string, body: string, elapsedMs: number): PutOutcome;
}

export interface WireServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

interface Call {
  readonly wire: WireService;
  readonly operation: string;
  readonly form?: URLSearchParams;
  readonly body: string;
  readonly http: HttpRequest;
}

/** Serves every fake service on one loopback port, as `AWS_ENDPOINT_URL` expects it. */
export async function startServer(host: WireHost): Promise<WireServer> {
  let requests = 0;
  const past = new PastAnswers(() => host.now());
  const server = createServer((request, response) => {
    // In the caller's own time: an SDK that gets a distant date concludes that its clock is wrong, and retries every failed call.
    const elapsed = request.headers['x-lab-elapsed'];
    if (elapsed !== undefined) response.setHeader('date', new Date(host.now() + Number(elapsed)).toUTCString());
    void read(request).then((body) => {
      const requestId = `00000000-0000-4000-8000-${String(++requests).padStart(12, '0')}`;
      return serve(host, past, request, response, body, requestId);
    });
  });
  // The lab decides when a connection ends, not an idle timer of real time.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function serve(
  host: WireHost, past: PastAnswers, request: IncomingMessage, response: ServerResponse, body: string, requestId: string,
): Promise<void> {
  // The pauses of a function cost lab time, which the lab's clock adds when the invocation ends. The header holds the time so far.
  const elapsed = Number(request.headers['x-lab-elapsed'] ?? 0);
  if (request.method === 'PUT') {
    const outcome = host.answer(request.url ?? '', body, elapsed);
    if (outcome === 'hang') await host.slow('for ever');
    if (typeof outcome === 'number') send(response, outcome, 'application/xml', '');
    else breakOff(outcome, host, request, response);
    return;
  }
  const call = identify(host, request, body);
  const page = call ? undefined : host.page(request.url ?? '');
  if (page !== undefined) {
    send(response, 200, 'application/octet-stream', page);
    return;
  }
  if (!call) {
    host.violation(`The lab does not know the request ${request.method} ${request.url} ${String(request.headers['x-amz-target'] ?? '')}`);
    send(response, 501, 'text/plain', 'not played by the lab');
    return;
  }
  const { wire, operation } = call;
  const fault = host.called(wire.name, operation, elapsed);
  try {
    if (fault?.kind === 'latency') await host.slow(fault.seconds ?? 5);
    if (fault?.kind === 'hang') await host.slow('for ever');
    if (fault && strike(fault, host, request, response)) {
      host.ended(wire.name, operation, elapsed, fault.kind);
      return;
    }
    if (fault) apiFault(fault, wire, operation);
    const action = `${wire.iamPrefix}:${operation}`;
    if (!host.permits(accessKeyOf(request), action, elapsed, resourceOf(host, request, call))) throw accessDenied(wire, operation);
    const now = await perform(host, call, requestId, elapsed, fault);
    const output = past.answerTo(`${wire.name} ${operation} ${body}`, now, fault);
    host.ended(wire.name, operation, elapsed, fault && fault.kind !== 'latency' ? fault.kind : undefined);
    send(response, 200, wire.protocol === 'json' ? wire.format : 'text/xml', cut(output, fault), requestId, request.method);
  } catch (error) {
    const aws = asAwsError(host, error, wire, operation);
    host.ended(wire.name, operation, elapsed, aws.code);
    sendError(response, wire, aws, requestId, request.method);
  }
}

function cut(body: string, fault: Fault | undefined): string {
  switch (fault?.kind) {
    case 'cutBody': return body.slice(0, Math.ceil(body.length / 2));
    case 'emptyBody': return '';
    default: return body;
  }
}

function identify({ wires }: WireHost, request: IncomingMessage, body: string): Call | undefined {
  const http: HttpRequest = { method: request.method ?? '', url: request.url ?? '', body };
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const [key, operation] = target.split('.');
    const wire = wires.find((s) => s.key === key);
    return wire && { wire, operation, body, http };
  }
  for (const wire of wires) {
    const operation = wire.codec?.operationOf(http);
    if (operation !== undefined) return { wire, operation, body, http };
  }
  const form = new URLSearchParams(body);
  const wire = wires.find((s) => s.key === form.get('Version') && !s.codec);
  const operation = form.get('Action');
  return wire && operation ? { wire, operation, form, body, http } : undefined;
}

/** In the header of a signed request (Signature Version 4). */
function accessKeyOf({ headers }: IncomingMessage): string | undefined {
  return /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1];
}

/** Of the calls whose permission has a resource that the lab compares. */
function resourceOf(host: WireHost, { headers }: IncomingMessage, { operation, body }: Call): string | undefined {
  const member = (name: string) => new RegExp(`"${name}":"([^"]+)"`).exec(body)?.[1];
  if (operation === 'StartExecution') return member('stateMachineArn');
  if (operation !== 'GetLogEvents') return undefined;
  // The scope of the signature is `<access key>/<date>/<Region>/logs/aws4_request`.
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
  const stream = `${member('logGroupName')}:log-stream:${member('logStreamName')}`;
  const place = host.place();
  return `arn:${place.partition}:logs:${region}:${place.accountId}:log-group:${stream}`;
}

async function perform(
  host: WireHost, call: Call, requestId: string, elapsedMs: number, fault: Struck | undefined,
): Promise<string> {
  const { wire, operation, form, body, http } = call;
  const schema = wire.schemas.get(operation);
  const run = host.services[wire.name]?.operations[operation];
  if (!schema) throw new SchemaError(`${wire.name} has no operation "${operation}"`);
  if (!run) throw new SchemaError(`The lab does not play ${wire.name} ${operation}`);
  const input = wire.codec ? wire.codec.parse(schema, http) : inputOf(wire, schema, form, body);
  const output = distort(await run(input as never, { elapsedMs }), fault);
  if (wire.codec) return wire.codec.serialise(schema, output, requestId);
  switch (wire.protocol) {
    case 'json': return serialiseJson(schema, output);
    case 'query': return serialiseQuery(schema, output, wire.format, requestId);
    default: return serialiseEc2(schema, output, wire.format, requestId);
  }
}

function inputOf({ protocol }: WireService, schema: OperationSchema, form: URLSearchParams | undefined, body: string): unknown {
  if (!form) return parseJson(schema, body);
  return protocol === 'ec2' ? parseEc2(schema, form) : parseQuery(schema, form);
}

/** Plays a fault below the level of an API answer. True: the request needs no other answer. */
function strike(fault: Fault, host: WireHost, request: IncomingMessage, response: ServerResponse): boolean {
  switch (fault.kind) {
    case 'reset':
    case 'refused':
    case 'hang':
    case 'killCaller':
      breakOff(fault.kind, host, request, response);
      return true;
    case 'htmlPage':
      send(response, 500, 'text/html', '<html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>');
      return true;
    default:
      return false;
  }
}

function breakOff(
  how: 'reset' | 'refused' | 'hang' | 'killCaller', host: WireHost, request: IncomingMessage, response: ServerResponse,
): void {
  if (how === 'hang') return;
  if (how === 'killCaller') host.kill();
  // The address listens and cannot refuse, so the function's process turns this answer into a refused connection.
  if (how === 'refused' && request.headers['x-lab-elapsed'] !== undefined) response.writeHead(503, { 'x-lab-refused': '1' }).end();
  else request.socket.destroy();
}

/** Answers of the last seconds, for stale reads: Describe and List calls are eventually consistent. */
class PastAnswers {
  private readonly answers = new Map<string, { readonly at: number; readonly text: string }[]>();

  constructor(private readonly now: () => number) {}

  /** The answer for the caller. With the fault `stale`: the oldest one to the same question within its seconds. */
  answerTo(question: string, answer: string, fault: Fault | undefined): string {
    const since = this.now() - MAX_STALE_SECONDS * 1000;
    const known = (this.answers.get(question) ?? []).filter(({ at }) => at >= since);
    this.answers.set(question, [...known, { at: this.now(), text: answer }]);
    if (fault?.kind !== 'stale') return answer;
    const oldest = this.now() - Math.min(fault.seconds ?? MAX_STALE_SECONDS, MAX_STALE_SECONDS) * 1000;
    return known.find(({ at }) => at >= oldest)?.text ?? answer;
  }
}

/** [model] no answer of AWS is older. */
const MAX_STALE_SECONDS = 10;

const UNAVAILABLE = 'Service Unavailable. Please try again later.';

function apiFault(fault: Fault, wire: WireService, operation: string): void {
  const json = wire.protocol === 'json';
  switch (fault.kind) {
    case 'throttle': throw new AwsError(wire.throttle.code, fault.message ?? wire.throttle.message);
    case '500': throw new AwsError(json ? 'ServerException' : 'InternalFailure', fault.message ?? UNAVAILABLE, 500);
    case '503': throw new AwsError('ServiceUnavailable', fault.message ?? UNAVAILABLE, 503);
    case 'accessDenied': throw accessDenied(wire, operation, fault.message);
    default:
  }
}

function accessDenied(wire: WireService, operation: string, message?: string): AwsError {
  const json = wire.protocol === 'json';
  const text = `User: arn:aws:sts::111111111111:assumed-role/lab/lab is not authorized to perform: ${wire.iamPrefix}:${operation}`
    + ' because no identity-based policy allows the action';
  // Amazon EC2 API Reference, "Common client error codes"
  if (wire.protocol === 'ec2') {
    return new AwsError('UnauthorizedOperation', message ?? `You are not authorized to perform this operation. ${text}`, 403);
  }
  const { code, status } = wire.codec?.denied ?? (
    json ? { code: 'AccessDeniedException', status: 400 } : { code: 'AccessDenied', status: 403 }
  );
  return new AwsError(code, message ?? text, status);
}

function asAwsError(host: WireHost, error: unknown, wire: WireService, operation: string): AwsError {
  if (error instanceof AwsError) return error;
  const text = error instanceof Error ? error.message : String(error);
  // The real services ignore or refuse such requests. A test must not ignore our own mistake, so it is a violation.
  const stack = error instanceof Error ? error.stack : text;
  host.violation(error instanceof SchemaError ? text : `${wire.name} ${operation} broke inside the lab: ${stack}`);
  return new AwsError(wire.protocol === 'json' ? 'SerializationException' : 'ValidationError', text);
}

function sendError(response: ServerResponse, wire: WireService, error: AwsError, requestId: string, method?: string): void {
  const { code, message, status } = error;
  if (wire.codec) {
    const type = wire.protocol === 'json' ? 'application/json' : 'text/xml';
    if (wire.protocol === 'json') response.setHeader('x-amzn-errortype', code);
    send(response, status, type, wire.codec.error(code, message, requestId), requestId, method);
    return;
  }
  if (wire.protocol === 'json') send(response, status, wire.format, JSON.stringify({ __type: code, message }), requestId);
  else if (wire.protocol === 'ec2') send(response, status, 'text/xml', ec2Error(code, message, requestId), requestId);
  else send(response, status, 'text/xml', queryError(code, message, status, wire.format, requestId), requestId);
}

function send(
  response: ServerResponse, status: number, contentType: string, body: string, requestId?: string, method?: string,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    ...requestId && { 'x-amzn-requestid': requestId },
  });
  response.end(method === 'HEAD' ? undefined : body);
}
