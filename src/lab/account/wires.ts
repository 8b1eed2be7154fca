import * as autoscaling from '@aws-sdk/client-auto-scaling';
import * as ecr from '@aws-sdk/client-ecr';
import * as efs from '@aws-sdk/client-efs';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as quotas from '@aws-sdk/client-service-quotas';
import * as namespaces from '@aws-sdk/client-servicediscovery';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';
import { ec2 } from '../ec2/service';
import { parseJson, serialiseJson } from '../wire/json';
import { operationsOf } from '../wire/schema';
import { Codec, HttpRequest, WireService } from '../wire/services';

const THROTTLE = { code: 'ThrottlingException', message: 'Rate exceeded' };

const json = (name: string, key: string, iamPrefix: string, client: object): WireService => ({
  name, protocol: 'json', key, format: 'application/x-amz-json-1.1', iamPrefix, throttle: THROTTLE, schemas: operationsOf(client),
});
const query = (name: string, key: string, iamPrefix: string, client: object): WireService => ({
  name, protocol: 'query', key, format: `https://${name}.amazonaws.com/doc/${key}/`, iamPrefix, throttle: {
    code: 'Throttling', message: 'Rate exceeded',
  },
  schemas: operationsOf(client),
});

/** Path of a REST operation of Amazon EFS (Amazon EFS API Reference). */
const EFS_PATHS: readonly (readonly [path: string, operation: string])[] = [
  ['/2015-02-01/file-systems', 'DescribeFileSystems'],
  ['/2015-02-01/mount-targets', 'DescribeMountTargets'],
  ['/2015-02-01/access-points', 'DescribeAccessPoints'],
];

const pathOf = ({ url }: HttpRequest) => url.split('?')[0].replace(/(.)\/$/, '$1');
const queryOf = ({ url }: HttpRequest) => Object.fromEntries(new URLSearchParams(url.split('?')[1] ?? ''));

/** restJson1, for operations that read by the query of the address. */
const EFS: Codec = {
  operationOf: (request) => (request.method === 'GET' ? EFS_PATHS.find(([path]) => path === pathOf(request))?.[1] : undefined),
  parse: (schema, request) => parseJson(schema, JSON.stringify(queryOf(request))),
  serialise: (schema, output) => serialiseJson(schema, output),
  error: (code, message) => JSON.stringify({ ErrorCode: code, Message: message }),
  denied: { code: 'AccessDeniedException', status: 403 },
};

/** restXml, for HeadObject: bucket and key in the path, and no body. */
const S3: Codec = {
  operationOf: ({ method }) => (method === 'HEAD' ? 'HeadObject' : undefined),
  parse: (_, request) => {
    const [, Bucket = '', ...key] = pathOf(request).split('/');
    return { Bucket, Key: key.map(decodeURIComponent).join('/') };
  },
  serialise: () => '',
  error: () => '',
  denied: { code: 'AccessDenied', status: 403 },
};

export const ACCOUNT_WIRES: readonly WireService[] = [
  json('ecr', 'AmazonEC2ContainerRegistry_V20150921', 'ecr', ecr),
  json('secretsmanager', 'secretsmanager', 'secretsmanager', secretsmanager),
  json('ssm', 'AmazonSSM', 'ssm', ssm),
  json('namespaces', 'Route53AutoNaming_v20170314', 'servicediscovery', namespaces),
  json('quotas', 'ServiceQuotasV20190624', 'servicequotas', quotas),
  query('iam', '2010-05-08', 'iam', iam),
  query('autoscaling', '2011-01-01', 'autoscaling', autoscaling),
  query('sts', '2011-06-15', 'sts', sts),
  {
    name: 'efs', protocol: 'json', key: '', format: 'application/json', iamPrefix: 'elasticfilesystem', throttle: THROTTLE,
    schemas: operationsOf(efs), codec: EFS,
  },
  {
    name: 's3', protocol: 'query', key: '', format: '', iamPrefix: 's3', throttle: {
      code: 'SlowDown', message: 'Please reduce your request rate.',
    },
    schemas: operationsOf(s3), codec: S3,
  },
  ec2().wire,
];
