import { diagnose } from '../../src/diagnosis/engine';
import { Diagnosis } from '../../src/diagnosis/model';
import { lookAtNetwork, NetworkApi } from '../../src/facts/aws/network-look';
import { Frame } from '../../src/facts/model';
import { VirtualClock } from '../../src/lab/clock';
import { createEc2 } from '../../src/lab/ec2';
import { LabVpc } from '../../src/lab/ec2/model';
import { networkQuestion } from '../../src/network/question';
import { judgedByNetwork } from '../../src/network/with-verdict';

export const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const PLACE = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' };
const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:2';

/** The calls of Amazon EC2, as the lab plays them. */
export function ec2Of(...vpcs: readonly LabVpc[]): NetworkApi {
  const { operations } = createEc2({ place: PLACE, clock: new VirtualClock(NOW) }, vpcs);
  const call = (name: string) => async (input: object) => (await operations[name](input as never, {})) as object;
  return {
    describeSubnets: call('DescribeSubnets'),
    describeRouteTables: call('DescribeRouteTables'),
    describeVpcEndpoints: call('DescribeVpcEndpoints'),
    describeSecurityGroups: call('DescribeSecurityGroups'),
    describeNetworkAcls: call('DescribeNetworkAcls'),
    describeNatGateways: call('DescribeNatGateways'),
    describeVpcAttribute: call('DescribeVpcAttribute'),
  };
}

/** AWS's texts; their forms are in test/corpus. */
export const TEXTS = {
  /** A public address of the registry. */
  ecrPublic: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${ECR}: failed to do request:`
    + ' Head "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/web/manifests/2": dial tcp 52.94.184.143:443: i/o timeout',
  /** A private address of the registry, in subnet-e of `vpc()`. */
  ecrPrivate: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${ECR}: failed to do request:`
    + ' Head "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/web/manifests/2": dial tcp 10.0.9.44:443: i/o timeout',
  /** No address: the SDK gave up before. */
  apiSilent: 'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is'
    + ' a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by:'
    + ' Post "https://api.ecr.eu-west-1.amazonaws.com/": net/http: request canceled while waiting for connection (Client.Timeout exceeded)',
  layers: 'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get'
    + ' "https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/layer": dial tcp 52.218.1.1:443: i/o timeout',
  layersRefused: 'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: unexpected status'
    + ' code https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/layer: 403 Forbidden',
  secret: 'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: There is a connection issue'
    + ' between the task and AWS Secrets Manager. Check your task network configuration. operation error Secrets Manager: GetSecretValue, https'
    + ' response error StatusCode: 0, RequestID: , canceled, context deadline exceeded',
  logs: 'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log'
    + ' stream: RequestError: send request failed caused by: Post "https://logs.eu-west-1.amazonaws.com/": dial tcp 52.94.1.2:443: i/o timeout'
    + ' : exit status 1',
  unknownName: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve'
    + ' secret from asm: RequestError: send request failed caused by: Post "https://secretsmanager.eu-west-1.amazonaws.com/": dial tcp: lookup'
    + ' secretsmanager.eu-west-1.amazonaws.com on 10.0.0.2:53: no such host',
  unknownNameElsewhere: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to'
    + ' retrieve secret from asm: RequestError: send request failed caused by: Post "https://secretsmanager.eu-west-1.amazonaws.com/": dial tcp:'
    + ' lookup secretsmanager.eu-west-1.amazonaws.com on 10.7.0.10:53: no such host',
  dockerHub: 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/library/nginx:latest:'
    + ' failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/latest": dial tcp 44.208.254.194:443: i/o timeout',
  otherRegion: 'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request:'
    + ' Get "https://prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com/layer": dial tcp 52.216.1.1:443: i/o timeout',
  ipv6: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${ECR}: failed to do request: Head`
    + ' "https://123456789012.dkr-ecr.eu-west-1.on.aws/v2/web/manifests/2": dial tcp [2600:1f18::5]:443: i/o timeout',
  refused: 'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log'
    + ' stream: RequestError: send request failed caused by: Post "https://logs.eu-west-1.amazonaws.com/": dial tcp 10.1.2.3:443: connect:'
    + ' connection refused : exit status 1',
} as const;

export interface TaskPlan {
  readonly text: string;
  /** Subnets of the failed tasks; none: their interfaces are not known. */
  readonly tasksIn?: readonly string[];
  /** Of the service. */
  readonly subnets?: readonly string[];
  readonly groups?: readonly string[];
  readonly publicIp?: boolean;
  readonly launchType?: string;
}

const SERVICE = 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web';

/** A deployment whose tasks all stop with the text. */
export function frameOf({ text, tasksIn = ['subnet-a'], subnets = tasksIn, groups = ['sg-task'], publicIp = false, launchType = 'FARGATE' }: TaskPlan): Frame {
  const deployment = 'ecs-svc/1111111111111111111';
  const count = Math.max(1, tasksIn.length);
  return {
    at: new Date(NOW).toISOString(),
    service: {
      serviceArn: SERVICE, serviceName: 'web', status: 'ACTIVE', desiredCount: count, runningCount: 0, pendingCount: 0, launchType,
      deployments: [{ id: deployment, status: 'PRIMARY', desiredCount: count, rolloutState: 'IN_PROGRESS', createdAt: new Date(NOW - 300_000).toISOString() }],
      networkConfiguration: {
        awsvpcConfiguration: { subnets: [...subnets], securityGroups: [...groups], assignPublicIp: publicIp ? 'ENABLED' : 'DISABLED' },
      },
    },
    tasks: Array.from({ length: count }, (_, i) => ({
      taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/shop/000000000000000000000000000000${i}0`,
      group: 'service:web', startedBy: deployment, lastStatus: 'STOPPED', desiredStatus: 'STOPPED', launchType,
      createdAt: new Date(NOW - 200_000).toISOString(), stoppedAt: new Date(NOW - 60_000).toISOString(),
      stopCode: 'TaskFailedToStart', stoppedReason: text,
      containers: [{ name: 'web', lastStatus: 'STOPPED', image: ECR }],
      attachments: tasksIn[i] ? [{
        id: `a-${i}`, type: 'ElasticNetworkInterface', status: 'DELETED', details: [{ name: 'subnetId', value: tasksIn[i] }],
      }] : [],
    })),
    taskDefinition: {
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:2', family: 'web', revision: 2, networkMode: 'awsvpc',
      containerDefinitions: [{
        name: 'web', image: ECR, essential: true,
        secrets: [{ name: 'DB', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1B2c3' }],
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/shop', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'web' } },
      }],
    },
  };
}

/** A frame with its network, diagnosed: what `ecs-why explain` does. */
export async function explained(plan: TaskPlan, vpcs: readonly LabVpc[], change: (api: NetworkApi) => NetworkApi = (api) => api) {
  const frame = frameOf(plan);
  const first: Diagnosis = diagnose(frame);
  const question = networkQuestion(frame, first);
  if (!question) return { frame, diagnosis: first, question };
  const place = { subnets: question.subnets.map(({ id }) => id), securityGroups: question.securityGroups };
  const looked: Frame = { ...frame, lookups: await lookAtNetwork(change(ec2Of(...vpcs)), place) };
  return { frame: looked, diagnosis: judgedByNetwork(looked, first), question };
}

/**
 * A VPC in which everything is in order: subnet-a and subnet-b are private behind a NAT gateway in subnet-p, subnet-e has endpoints.
 */
export function vpc(more: Partial<LabVpc> = {}): LabVpc {
  return {
    id: 'vpc-1',
    cidr: '10.0.0.0/16',
    subnets: [
      { id: 'subnet-a', cidr: '10.0.1.0/24', zone: 'a' },
      { id: 'subnet-b', cidr: '10.0.2.0/24', zone: 'b' },
      { id: 'subnet-e', cidr: '10.0.9.0/24', zone: 'a' },
      { id: 'subnet-p', cidr: '10.0.100.0/24', zone: 'a' },
    ],
    routeTables: [
      { id: 'rtb-private', subnets: ['subnet-a', 'subnet-b'], routes: { '0.0.0.0/0': 'nat-1' } },
      { id: 'rtb-public', subnets: ['subnet-p'], routes: { '0.0.0.0/0': 'igw-1' } },
      { id: 'rtb-main', main: true },
    ],
    natGateways: [{ id: 'nat-1', subnet: 'subnet-p' }],
    securityGroups: [{ id: 'sg-task' }, { id: 'sg-endpoint', ingress: [{ peer: 'sg-task' }] }],
    ...more,
  };
}

/** The same without a way to the internet. */
export function isolated(more: Partial<LabVpc> = {}, routes: { readonly [to: string]: string } = {}): LabVpc {
  return vpc({ routeTables: [{ id: 'rtb-private', subnets: ['subnet-a', 'subnet-b'], routes }, { id: 'rtb-main', main: true }], natGateways: [], ...more });
}
