import { buffer } from 'stream/consumers';
import { decorateServiceException } from '@smithy/core/client';
import { HttpRequest, HttpResponse, loadJsonRpcErrorCode } from '@smithy/core/protocols';
import { JsonShapeDeserializer2, JsonShapeSerializer2 } from './plain-json';
import { QueryShapeSerializer, Schema, XmlShapeDeserializer } from './plain-query';

/*
 * Replaces the protocols of `@aws-sdk/core` (scripts/bundle-watcher.mjs), which also know streams of events, errors by their schemas and
 * hosts with a prefix. Each error of a service is an `Error` with its code as its name, as those are that no schema of the SDK describes.
 */

export interface Operation {
  readonly name: string;
  readonly output: Schema;
}

type Input = Parameters<QueryShapeSerializer['write']>[1];

type Endpoint = Pick<HttpRequest, 'protocol' | 'hostname' | 'port' | 'path'>;

interface Said {
  readonly message?: string;
  readonly Message?: string;
}

export function metadataOf({ statusCode, headers }: HttpResponse) {
  return { httpStatusCode: statusCode, requestId: headers['x-amzn-requestid'] };
}

abstract class Protocol<S extends Said> {
  public request({ name }: Operation, input: Input, { path, ...endpoint }: Endpoint): HttpRequest {
    const [headers, body] = this.ask(name, input);
    return new HttpRequest({ ...endpoint, method: 'POST', path: path.endsWith('/') ? path : `${path}/`, headers, body });
  }

  public async output({ name, output }: Operation, response: HttpResponse): Promise<object> {
    const { statusCode } = response;
    const bytes = await buffer(response.body as NodeJS.ReadableStream);
    const $metadata = metadataOf(response);
    if (statusCode < 300) return { ...bytes.length && this.read(bytes, output, name), $metadata };
    const [code, message, said] = this.errorOf(response, { ...bytes.length && this.read(bytes) } as S);
    const $fault = statusCode < 500 ? 'client' as const : 'server' as const;
    throw decorateServiceException(Object.assign(new Error(), { name: code, $fault, $metadata }), { ...said, message });
  }

  protected abstract ask(name: string, input: Input): readonly [headers: Readonly<Record<string, string>>, body: string];
  /** Without an operation: an error. */
  protected abstract read(bytes: Uint8Array, output?: Schema, name?: string): object;
  protected abstract errorOf(response: HttpResponse, said: S): readonly [code: string, message: string | undefined, said: Said];
}

export class AwsJson1_1Protocol extends Protocol<Said> {
  protected readonly version: string = '1.1';

  constructor(private readonly target: string) {
    super();
  }

  protected ask(name: string, input: object) {
    const serializer = new JsonShapeSerializer2();
    serializer.write(undefined, input);
    const headers = { 'content-type': `application/x-amz-json-${this.version}`, 'x-amz-target': `${this.target}.${name}` };
    return [headers, serializer.flush()] as const;
  }

  protected read(bytes: Uint8Array): object {
    return new JsonShapeDeserializer2().read(undefined, bytes) as object;
  }

  protected errorOf(response: HttpResponse, said: Said) {
    const code = loadJsonRpcErrorCode(response, said);
    return [code ?? 'Unknown', said.message ?? said.Message, said] as const;
  }
}

export class AwsJson1_0Protocol extends AwsJson1_1Protocol {
  protected readonly version = '1.0';
}

interface QueryError extends Said {
  readonly Error?: Said & { readonly Code?: string };
  readonly Errors?: { readonly Error?: QueryError['Error'] };
}

export class AwsQueryProtocol extends Protocol<QueryError> {
  constructor(private readonly version: string) {
    super();
  }

  protected ask(name: string, input: Input) {
    const serializer = new QueryShapeSerializer();
    serializer.write(undefined, input);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return [headers, `Action=${name}&Version=${this.version}${serializer.flush()}`] as const;
  }

  protected read(bytes: Uint8Array, output: Schema = 15, name?: string): object {
    return new XmlShapeDeserializer().read(output, bytes, name && `${name}Result`) as object;
  }

  protected errorOf({ statusCode }: HttpResponse, answer: QueryError) {
    const said = answer.Errors?.Error ?? answer.Error ?? {};
    const code = said.Code ?? (statusCode === 404 ? 'NotFound' : 'Unknown');
    return [code, said.message ?? said.Message ?? answer.message ?? answer.Message ?? 'Unknown', said] as const;
  }
}
