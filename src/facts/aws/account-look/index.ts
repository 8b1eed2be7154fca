import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  BatchGetImageCommand, DescribeImagesCommand, DescribePullThroughCacheRulesCommand, ECRClient, GetDownloadUrlForLayerCommand,
} from '@aws-sdk/client-ecr';
import {
  DescribeCapacityProvidersCommand, DescribeClustersCommand, DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient,
} from '@aws-sdk/client-ecs';
import { DescribeAccessPointsCommand, DescribeFileSystemsCommand, DescribeMountTargetsCommand, EFSClient } from '@aws-sdk/client-efs';
import { DescribeTargetGroupsCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { GetNamespaceCommand, ListNamespacesCommand, ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { perRegion } from './clients';
import { configurationAt, MANIFESTS } from './image-config';
import { AccountCall, AccountCalls, AccountLook, InputOf } from '../../account-model';
import { ClientSettings } from '../client-config';
import { withRetries } from '../reading';

type Looks = { readonly [C in AccountCall]: (input: InputOf<C>, region: string | undefined) => Promise<object> };

/** Reads the account that is going to be deployed to, call by call. Nothing here changes anything. `signal()` ends a call. */
export function accountLook(settings: ClientSettings, signal: () => AbortSignal): AccountLook {
  const looks = looksOf(settings, signal);
  return async (call, input, region) => {
    const look = looks[call] as (input: object, region: string | undefined) => Promise<object>;
    // As JSON, with dates as texts.
    return JSON.parse(
      JSON.stringify({ ...await withRetries(() => look(input, region)), $metadata: undefined }),
    ) as AccountCalls[typeof call]['output'];
  };
}

function looksOf(settings: ClientSettings, signal: () => AbortSignal): Looks {
  const until = () => ({ abortSignal: signal() });
  const autoScaling = perRegion((config) => new AutoScalingClient(config), settings);
  const ec2 = perRegion((config) => new EC2Client(config), settings);
  const ecr = perRegion((config) => new ECRClient(config), settings);
  const ecs = perRegion((config) => new ECSClient(config), settings);
  const efs = perRegion((config) => new EFSClient(config), settings);
  const elb = perRegion((config) => new ElasticLoadBalancingV2Client(config), settings);
  const iam = perRegion((config) => new IAMClient(config), settings);
  const logs = perRegion((config) => new CloudWatchLogsClient(config), settings);
  const namespaces = perRegion((config) => new ServiceDiscoveryClient(config), settings);
  const quotas = perRegion((config) => new ServiceQuotasClient(config), settings);
  const s3 = perRegion((config) => new S3Client(config), withPathStyle(settings));
  const secrets = perRegion((config) => new SecretsManagerClient(config), settings);
  const ssm = perRegion((config) => new SSMClient(config), settings);
  const sts = perRegion((config) => new STSClient(config), settings);
  return {
    'sts:GetCallerIdentity': (_, region) => sts(region).send(new GetCallerIdentityCommand({}), until()),
    'ecr:DescribeImages': ({ repositoryName, imageIds }, region) => (
      ecr(region).send(new DescribeImagesCommand({ repositoryName, imageIds: [...imageIds] }), until())
    ),
    'ecr:BatchGetImage': ({ repositoryName, imageIds }, region) => (
      ecr(region).send(new BatchGetImageCommand({ repositoryName, imageIds: [...imageIds], acceptedMediaTypes: MANIFESTS }), until())
    ),
    'ecr:GetDownloadUrlForLayer': async (input, region) => {
      const { downloadUrl } = await ecr(region).send(new GetDownloadUrlForLayerCommand(input), until());
      return configurationAt(downloadUrl ?? '', signal());
    },
    'ecr:DescribePullThroughCacheRules': (_, region) => allPages(async (nextToken) => (
      ecr(region).send(new DescribePullThroughCacheRulesCommand({ ...(nextToken && { nextToken }) }), until())
    ), 'pullThroughCacheRules', 'nextToken'),
    'secretsmanager:DescribeSecret': (input, region) => secrets(region).send(new DescribeSecretCommand(input), until()),
    'secretsmanager:GetSecretValue': (input, region) => secrets(region).send(new GetSecretValueCommand(input), until()),
    // A page can be empty and have a successor (AWS Systems Manager API Reference, DescribeParameters).
    'ssm:DescribeParameters': ({ name }, region) => allPages(async (NextToken) => ssm(region).send(new DescribeParametersCommand({
      ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [name] }], ...(NextToken && { NextToken }),
    }), until()), 'Parameters', 'NextToken'),
    'logs:DescribeLogGroups': (input, region) => logs(region).send(new DescribeLogGroupsCommand(input), until()),
    'iam:GetRole': (input, region) => iam(region).send(new GetRoleCommand(input), until()),
    'iam:SimulatePrincipalPolicy': (
      { PolicySourceArn, ActionNames, ResourceArns }, region,
    ) => iam(region).send(new SimulatePrincipalPolicyCommand({
      PolicySourceArn, ActionNames: [...ActionNames], ResourceArns: [...ResourceArns], MaxItems: 1000,
    }), until()),
    'elasticloadbalancing:DescribeTargetGroups': ({ TargetGroupArns }, region) => (
      elb(region).send(new DescribeTargetGroupsCommand({ TargetGroupArns: [...TargetGroupArns] }), until())
    ),
    'ecs:DescribeClusters': ({ clusters }, region) => ecs(region).send(new DescribeClustersCommand({ clusters: [...clusters] }), until()),
    'ecs:DescribeCapacityProviders': ({ capacityProviders }, region) => (
      ecs(region).send(new DescribeCapacityProvidersCommand({ capacityProviders: [...capacityProviders] }), until())
    ),
    'ecs:DescribeServices': ({ cluster, services }, region) => (
      ecs(region).send(new DescribeServicesCommand({ cluster, services: [...services] }), until())
    ),
    'ecs:DescribeTaskDefinition': (input, region) => ecs(region).send(new DescribeTaskDefinitionCommand(input), until()),
    'autoscaling:DescribeAutoScalingGroups': ({ AutoScalingGroupNames }, region) => (
      autoScaling(region).send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [...AutoScalingGroupNames] }), until())
    ),
    'elasticfilesystem:DescribeFileSystems': (input, region) => efs(region).send(new DescribeFileSystemsCommand(input), until()),
    'elasticfilesystem:DescribeMountTargets': (input, region) => efs(region).send(new DescribeMountTargetsCommand(input), until()),
    'elasticfilesystem:DescribeAccessPoints': (input, region) => efs(region).send(new DescribeAccessPointsCommand(input), until()),
    'ec2:DescribeSubnets': ({ SubnetIds }, region) => ec2(region).send(new DescribeSubnetsCommand({ SubnetIds: [...SubnetIds] }), until()),
    'servicequotas:GetServiceQuota': (input, region) => quotas(region).send(new GetServiceQuotaCommand(input), until()),
    's3:GetObject': (input, region) => s3(region).send(new HeadObjectCommand(input), until()),
    'servicediscovery:ListNamespaces': ({ name }, region) => allPages(async (NextToken) => (
      namespaces(region).send(new ListNamespacesCommand({
        Filters: [{ Name: 'NAME', Values: [name], Condition: 'EQ' }], ...(NextToken && { NextToken }),
      }), until())
    ), 'Namespaces', 'NextToken'),
    'servicediscovery:GetNamespace': (input, region) => namespaces(region).send(new GetNamespaceCommand(input), until()),
  };
}

/** Another endpoint than that of AWS has no host for each bucket. */
function withPathStyle(settings: ClientSettings): ClientSettings {
  const isElsewhere = settings.endpoint ?? process.env.AWS_ENDPOINT_URL ?? process.env.AWS_ENDPOINT_URL_S3;
  return { ...settings, ...(isElsewhere && { forcePathStyle: true }) };
}

const MOST_PAGES = 50;

type Page<K extends string, T extends string> = { readonly [key in K]?: readonly unknown[] } & { readonly [key in T]?: string };

async function allPages<K extends string, T extends string>(
  page: (token: string | undefined) => Promise<Page<K, T>>, list: K, next: T,
): Promise<object> {
  const all: unknown[] = [];
  let token: string | undefined;
  for (let i = 0; i < MOST_PAGES; i++) {
    const answer = await page(token);
    for (const one of answer[list] ?? []) all.push(one);
    token = answer[next];
    if (!token) return { [list]: all };
  }
  throw Object.assign(new Error(`more than ${MOST_PAGES} pages`), { name: 'NotReadToEnd' });
}
