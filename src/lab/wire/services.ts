import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ecs from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as sfn from '@aws-sdk/client-sfn';
import { OperationSchema, operationsOf } from './schema';

/** The wire protocol of one service: the default `protocol` of its SDK client in this version. */
export interface WireService {
  /** Name in `World.services`. */
  readonly name: string;
  readonly protocol: 'json' | 'query' | 'ec2';
  /** json: prefix of `X-Amz-Target`; query and ec2: `Version` of the form. */
  readonly key: string;
  /** json: content type; query and ec2: XML namespace. */
  readonly format: string;
  readonly iamPrefix: string;
  readonly throttle: { readonly code: string; readonly message: string };
  readonly schemas: ReadonlyMap<string, OperationSchema>;
  /** A protocol of its own, in place of `protocol`, which then tells the form of its errors only. */
  readonly codec?: Codec;
}

/** How requests and answers of a protocol are written. */
export interface Codec {
  /** The operation of a request to this service; undefined: it is for another one. */
  operationOf(request: HttpRequest): string | undefined;
  parse(schema: OperationSchema, request: HttpRequest): unknown;
  serialise(schema: OperationSchema, output: unknown, requestId: string): string;
  error(code: string, message: string, requestId: string): string;
  readonly denied: { readonly code: string; readonly status: number };
}

export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly body: string;
}

const JSON_THROTTLE = { code: 'ThrottlingException', message: 'Rate exceeded' };
const QUERY_THROTTLE = { code: 'Throttling', message: 'Rate exceeded' };

export const WIRE_SERVICES: readonly WireService[] = [
  {
    name: 'ecs',
    protocol: 'json',
    key: 'AmazonEC2ContainerServiceV20141113',
    format: 'application/x-amz-json-1.1',
    iamPrefix: 'ecs',
    throttle: JSON_THROTTLE,
    schemas: operationsOf(ecs),
  },
  {
    name: 'logs',
    protocol: 'json',
    key: 'Logs_20140328',
    format: 'application/x-amz-json-1.1',
    iamPrefix: 'logs',
    throttle: JSON_THROTTLE,
    schemas: operationsOf(logs),
  },
  {
    name: 'states',
    protocol: 'json',
    key: 'AWSStepFunctions',
    format: 'application/x-amz-json-1.0',
    iamPrefix: 'states',
    throttle: JSON_THROTTLE,
    schemas: operationsOf(sfn),
  },
  {
    name: 'cloudformation',
    protocol: 'query',
    key: '2010-05-15',
    format: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    iamPrefix: 'cloudformation',
    throttle: QUERY_THROTTLE,
    schemas: operationsOf(cloudformation),
  },
  {
    name: 'elb',
    protocol: 'query',
    key: '2015-12-01',
    format: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    iamPrefix: 'elasticloadbalancing',
    throttle: QUERY_THROTTLE,
    schemas: operationsOf(elb),
  },
];

export function wireService(name: string): WireService {
  const found = WIRE_SERVICES.find((s) => s.name === name);
  if (!found) throw new Error(`No wire service "${name}"`);
  return found;
}
