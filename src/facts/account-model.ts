/**
 * What `ecs-why check` asks AWS, call by call: the input, and the members of the answer that a check reads, under AWS's names. Dates are
 * ISO 8601 strings, as everywhere behind the clients.
 */
export interface AccountCalls {
  'sts:GetCallerIdentity': Call<object, { Account?: string; Arn?: string }>;
  'ecr:DescribeImages': Call<Image, {
    imageDetails?: readonly { imageDigest?: string; imageTags?: readonly string[]; imageStatus?: string }[];
  }>;
  'ecr:BatchGetImage': Call<Image, {
    images?: readonly { imageManifest?: string }[];
    failures?: readonly { failureCode?: string; failureReason?: string }[];
  }>;
  /** The configuration of an image with a single manifest: GetDownloadUrlForLayer, and the file behind the address. */
  'ecr:GetDownloadUrlForLayer': Call<{ repositoryName: string; layerDigest: string }, { os?: string; architecture?: string }>;
  'ecr:DescribePullThroughCacheRules': Call<object, { pullThroughCacheRules?: readonly { ecrRepositoryPrefix?: string }[] }>;
  'secretsmanager:DescribeSecret': Call<{ SecretId: string }, {
    ARN?: string;
    Name?: string;
    DeletedDate?: string;
    KmsKeyId?: string;
    VersionIdsToStages?: { readonly [version: string]: readonly string[] };
  }>;
  'secretsmanager:GetSecretValue': Call<{ SecretId: string; VersionStage?: string; VersionId?: string }, { SecretString?: string }>;
  'ssm:DescribeParameters': Call<{ name: string }, { Parameters?: readonly { Name?: string; Type?: string }[] }>;
  'logs:DescribeLogGroups': Call<{ logGroupNamePrefix: string }, { logGroups?: readonly { logGroupName?: string }[] }>;
  'iam:GetRole': Call<{ RoleName: string }, { Role?: { Arn?: string; AssumeRolePolicyDocument?: string } }>;
  'iam:SimulatePrincipalPolicy': Call<{ PolicySourceArn: string; ActionNames: readonly string[]; ResourceArns: readonly string[] }, {
    EvaluationResults?: readonly { EvalActionName?: string; EvalDecision?: string; EvalResourceName?: string }[];
  }>;
  'elasticloadbalancing:DescribeTargetGroups': Call<{ TargetGroupArns: readonly string[] }, {
    TargetGroups?: readonly {
      TargetGroupArn?: string; TargetType?: string; Port?: number; LoadBalancerArns?: readonly string[];
    }[];
  }>;
  'ecs:DescribeClusters': Call<{ clusters: readonly string[] }, {
    clusters?: readonly { clusterArn?: string; clusterName?: string; status?: string; capacityProviders?: readonly string[] }[];
    failures?: readonly { arn?: string; reason?: string }[];
  }>;
  'ecs:DescribeCapacityProviders': Call<{ capacityProviders: readonly string[] }, {
    capacityProviders?: readonly {
      name?: string; status?: string; autoScalingGroupProvider?: { readonly autoScalingGroupArn?: string };
    }[];
    failures?: readonly { arn?: string; reason?: string }[];
  }>;
  'autoscaling:DescribeAutoScalingGroups': Call<{ AutoScalingGroupNames: readonly string[] }, {
    AutoScalingGroups?: readonly {
      AutoScalingGroupName?: string; Status?: string; MaxSize?: number; DesiredCapacity?: number;
    }[];
  }>;
  'elasticfilesystem:DescribeFileSystems': Call<{ FileSystemId: string }, {
    FileSystems?: readonly { FileSystemId?: string; LifeCycleState?: string }[];
  }>;
  'elasticfilesystem:DescribeMountTargets': Call<{ FileSystemId: string }, {
    MountTargets?: readonly { AvailabilityZoneId?: string; AvailabilityZoneName?: string; LifeCycleState?: string }[];
  }>;
  'elasticfilesystem:DescribeAccessPoints': Call<{ AccessPointId: string }, {
    AccessPoints?: readonly { AccessPointId?: string; FileSystemId?: string; LifeCycleState?: string }[];
  }>;
  'ec2:DescribeSubnets': Call<{ SubnetIds: readonly string[] }, {
    Subnets?: readonly {
      SubnetId?: string; AvailabilityZone?: string; AvailabilityZoneId?: string; AvailableIpAddressCount?: number;
    }[];
  }>;
  'servicequotas:GetServiceQuota': Call<{ ServiceCode: string; QuotaCode: string }, { Quota?: { Value?: number } }>;
  /** HeadObject: its permission has the name of GetObject. */
  's3:GetObject': Call<{ Bucket: string; Key: string }, object>;
  'servicediscovery:ListNamespaces': Call<{ name: string }, { Namespaces?: readonly { Name?: string; Arn?: string; Type?: string }[] }>;
  'servicediscovery:GetNamespace': Call<{ Id: string }, { Namespace?: { Arn?: string; Name?: string } }>;
  'ecs:DescribeServices': Call<{ cluster: string; services: readonly string[] }, {
    services?: readonly { readonly [member: string]: unknown }[]; failures?: readonly { arn?: string; reason?: string }[];
  }>;
  'ecs:DescribeTaskDefinition': Call<{ taskDefinition: string }, { taskDefinition?: { readonly [member: string]: unknown } }>;
}

interface Call<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

interface Image {
  repositoryName: string;
  imageIds: readonly { imageTag?: string; imageDigest?: string }[];
}

/** Under the name of its IAM action. */
export type AccountCall = keyof AccountCalls;
export type InputOf<C extends AccountCall> = AccountCalls[C]['input'];
export type OutputOf<C extends AccountCall> = AccountCalls[C]['output'];

/** What is read of an account, in a Region. */
export type AccountLook = <C extends AccountCall>(call: C, input: InputOf<C>, region: string | undefined) => Promise<OutputOf<C>>;
