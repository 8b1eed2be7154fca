import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { ConfiguredRetryStrategy, getRetryPlugin } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { defaultProvider } from './lambda-credentials';
import { endpointUrl, Named } from './plain-endpoints';
import { AwsJson1_0Protocol, AwsJson1_1Protocol, AwsQueryProtocol, metadataOf, Operation } from './plain-protocols';
import { Schema } from './plain-query';
import { signed } from './plain-signer';

/*
 * Replaces the client classes and the builders of commands of the SDK (scripts/bundle-watcher.mjs). Those of each service have their own
 * copy of the same settings, look at shared configuration files, choose between ways to sign, and know streams of events. Attempts,
 * connections and time-outs are the SDK's.
 */

interface Args {
  readonly input: object;
  readonly request: HttpRequest;
}

interface Handled {
  readonly response: HttpResponse;
  readonly output?: object;
}

interface Context {
  readonly clientName: string;
  readonly commandName: string;
  readonly operation: Operation;
  /** Where the SDK's retries look for the signal. */
  readonly __smithy_context: Options;
}

interface Options {
  readonly abortSignal?: AbortSignal;
}

type Handler = (args: Args) => Promise<Handled>;
type Middleware = (next: Handler, context: Context) => Handler;

interface Place {
  readonly step: keyof typeof STEPS;
  readonly priority?: keyof typeof PRIORITIES;
}

/** The steps of a request in the order in which they come to it (`MiddlewareStack` of Smithy). */
const STEPS = { initialize: 0, serialize: 1, build: 2, finalizeRequest: 3, deserialize: 4 };
const PRIORITIES = { high: 0, normal: 1, low: 2 };

/** Replaces that of `@smithy/core`: nothing is taken out again, and each entry has a step. */
export class MiddlewareStack {
  private entries: readonly { readonly middleware: Middleware; readonly at: number }[] = [];

  public add(middleware: Middleware, { step, priority = 'normal' }: Place): void {
    this.entries = [...this.entries, { middleware, at: STEPS[step] * 3 + PRIORITIES[priority] }].sort((a, b) => a.at - b.at);
  }

  public resolve(handler: Handler, context: Context): Handler {
    return this.entries.reduceRight((next, { middleware }) => middleware(next, context), handler);
  }
}

interface Service extends Named {
  /** `AWS_ENDPOINT_URL_<id>` is its endpoint (AWS SDKs and Tools Reference Guide, service-specific endpoints). */
  readonly id: string;
  readonly protocol: AwsJson1_1Protocol | AwsQueryProtocol;
}

interface Settings {
  readonly region?: string;
  readonly requestHandler: Parameters<typeof NodeHttpHandler.create>[0];
  readonly retryStrategy: ConfiguredRetryStrategy;
}

interface Failure {
  readonly ServerTime?: string;
  readonly $response?: HttpResponse;
  $metadata?: { httpStatusCode?: number; clockSkewCorrected?: boolean };
}

/** The settings that all AWS SDKs have. One that is neither `true` nor `false` counts as absent. */
const isOn = (name: string) => process.env[`AWS_${name}`] === 'true';

/** AWS refuses a signature from 5 minutes on. The SDK sends again what was refused from this difference on (`AwsSdkSigV4Signer`). */
const CLOCK_SKEW_MS = 240_000;

/** An answer that took longer says nothing about the clocks (`getUpdatedSystemClockOffset`). */
const LONGEST_SAMPLE_MS = 900_000;

/** The prefix of each is also the name for its signatures (Service Authorization Reference). */
export const SERVICES = {
  CloudFormationClient: { id: 'CLOUDFORMATION', prefix: 'cloudformation', asItIs: /^aws-us-gov /, protocol: new AwsQueryProtocol('2010-05-15') },
  CloudWatchLogsClient: {
    id: 'CLOUDWATCH_LOGS', prefix: 'logs', asItIs: / us-gov-(?:ea|we)st-1$/, protocol: new AwsJson1_1Protocol('Logs_20140328'),
  },
  ECSClient: { id: 'ECS', prefix: 'ecs', protocol: new AwsJson1_1Protocol('AmazonEC2ContainerServiceV20141113') },
  ElasticLoadBalancingV2Client: {
    id: 'ELASTIC_LOAD_BALANCING_V2', prefix: 'elasticloadbalancing', asItIs: /^aws-us-gov /, protocol: new AwsQueryProtocol('2015-12-01'),
  },
  SFNClient: {
    id: 'SFN', prefix: 'states', asItIs: / us-gov-west-1$/, validatedDualStack: /^aws-us-gov /, protocol: new AwsJson1_0Protocol('AWSStepFunctions'),
  },
};

class Client {
  public readonly middlewareStack = new MiddlewareStack();
  private readonly requestHandler: ReturnType<typeof NodeHttpHandler.create>;
  /** Credentials of a function stay as long as its process. */
  private readonly credentials = once(defaultProvider());
  /** How far the clock of AWS is ahead of ours. */
  private aheadMs = 0;

  constructor(private readonly settings: Settings, private readonly clientName: string, private readonly service: Service) {
    this.requestHandler = NodeHttpHandler.create(settings.requestHandler);
    const stack = this.middlewareStack;
    stack.add(this.serializing, { step: 'serialize' });
    // The number is for a header.
    getRetryPlugin({ retryStrategy: async () => settings.retryStrategy, maxAttempts: async () => 3 }).applyToStack(stack as never);
    stack.add(this.signing, { step: 'finalizeRequest' });
    stack.add(this.deserializing, { step: 'deserialize' });
  }

  public async send({ input, operation }: Command, options: Options = {}): Promise<unknown> {
    const context = { clientName: this.clientName, commandName: `${operation.name}Command`, __smithy_context: options, operation };
    const send = this.middlewareStack.resolve(({ request }) => this.requestHandler.handle(request, options), context);
    return (await send({ input } as Args)).output;
  }

  private readonly serializing: Middleware = (next, { operation }) => async ({ input }) => {
    const request = this.service.protocol.request(operation, input as never, this.endpoint());
    const { body, headers, hostname, port } = request;
    // AWS CloudTrail records who called by this name. The SDK's names versions, features and the operating system.
    const own = { 'user-agent': 'cdk-diagnosed-fargate', 'content-length': String(Buffer.byteLength(body)) };
    request.headers = { ...headers, ...own, host: port === undefined ? hostname : `${hostname}:${port}` };
    return next({ input, request });
  };

  /** Learns from each answer how far the clocks are apart (`AwsSdkSigV4Signer`). */
  private readonly signing: Middleware = (next) => async (args) => {
    const corrects = !isOn('DISABLE_CLOCK_SKEW_CORRECTION');
    const sentAt = Date.now();
    const { aheadMs } = this;
    const learn = ({ headers: { date, age } = {} }: Partial<HttpResponse> = {}, time = date) => {
      const now = Date.now();
      const ms = Date.parse(time ?? '') - now;
      if (corrects && age === undefined && !Number.isNaN(ms) && now - sentAt <= LONGEST_SAMPLE_MS) this.aheadMs = ms;
    };
    const date = new Date(sentAt + (corrects ? aheadMs : 0));
    const request = signed(args.request, date, [this.region(), this.service.prefix], await this.credentials());
    try {
      const handled = await next({ ...args, request });
      learn(handled.response);
      return handled;
    } catch (error) {
      const { $response, $metadata, ServerTime } = error as Failure;
      learn($response, ServerTime);
      if (corrects && $metadata && this.aheadMs !== aheadMs && Math.abs(this.aheadMs) >= CLOCK_SKEW_MS) $metadata.clockSkewCorrected = true;
      throw error;
    }
  };

  private readonly deserializing: Middleware = (next, { operation }) => async (args) => {
    const { response } = await next(args);
    try {
      return { response, output: await this.service.protocol.output(operation, response) };
    } catch (given) {
      const error = given as Failure;
      error.$metadata ??= metadataOf(response);
      throw Object.defineProperty(error, '$response', { value: response });
    }
  };

  /** A part of a host name (RFC 1123): the options of a log driver name a Region, too. */
  private region(): string {
    const region = this.settings.region ?? process.env.AWS_REGION;
    if (region === undefined) throw new Error('Region is missing');
    if (!/^(?!.*-$)(?!-)[a-zA-Z0-9-]{1,63}$/.test(region)) {
      throw new Error(`Region not accepted: region="${region}" is not a valid hostname component.`);
    }
    return region;
  }

  private endpoint() {
    const { env } = process;
    const url = endpointUrl(this.service, {
      endpoint: isOn('IGNORE_CONFIGURED_ENDPOINT_URLS') ? undefined : env[`AWS_ENDPOINT_URL_${this.service.id}`] || env.AWS_ENDPOINT_URL,
      region: this.region(), fips: isOn('USE_FIPS_ENDPOINT'), dualStack: isOn('USE_DUALSTACK_ENDPOINT'),
    });
    const { protocol, hostname, port, pathname: path } = new URL(url);
    return { protocol, hostname, path, port: port ? Number(port) : undefined };
  }
}

const clientOf = (name: keyof typeof SERVICES): new (settings: Settings) => Client => class extends Client {
  constructor(settings: Settings) {
    super(settings, name, SERVICES[name]);
  }
};

export const CloudFormationClient = clientOf('CloudFormationClient');
export const CloudWatchLogsClient = clientOf('CloudWatchLogsClient');
export const ECSClient = clientOf('ECSClient');
export const ElasticLoadBalancingV2Client = clientOf('ElasticLoadBalancingV2Client');
export const SFNClient = clientOf('SFNClient');

interface Command {
  readonly input: object;
  readonly operation: Operation;
}

/** The class of a command has a schema, `[9, namespace, name, traits, input, output]` (`@smithy/types`, static schemas). */
export const command = (_ep: unknown, _mw: unknown, name: string, schema: readonly unknown[]) => class implements Command {
  public readonly operation = { name, output: schema[5] as Schema };
  constructor(public readonly input: object) {}
};

/** Parameters and middleware of single operations; none of the watcher has one. */
export const _ep0 = undefined;
export { _ep0 as _mw0, _ep0 as _mw1, Client as __Client };

/** A value that is asked for until it is there. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => asked ??= ask().catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
}

/** Replaces that of `@smithy/node-http-handler`: each body is a text, and no request waits for HTTP 100. */
export async function writeRequestBody(to: { end(body: string): void }, { body }: { readonly body: string }): Promise<void> {
  to.end(body);
}
