/** Services that the start of a task calls, by the host in AWS's text (AWS General Reference, "Service endpoints"). */
const HOSTS: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/\bapi\.ecr\./i, () => 'ecr.api'],
  [/\becr\.[a-z\d-]+\.api\./i, () => 'ecr.api'],
  [/\bdkr[.-]ecr\./i, () => 'ecr.dkr'],
  [/starport-layer-bucket/i, () => 's3'],
  [/(?:^|[.-])s3[.-]/i, () => 's3'],
  [/^(secretsmanager|ssm|logs|kms|sts|sqs|sns|ecs|ssmmessages|monitoring|xray)(?:-fips)?\.[a-z\d-]+\./i, ([, name]) => name.toLowerCase()],
];

/** As in the name of its endpoint, `ecr.dkr`; undefined: another host. */
export function serviceOfHost(host: string): string | undefined {
  for (const [pattern, name] of HOSTS) {
    const match = pattern.exec(host);
    if (match) return name(match);
  }
  return undefined;
}

/** Names of `InterfaceVpcEndpointAwsService` in aws-cdk-lib, and of the construct in the fix. */
const IN_CDK: { readonly [service: string]: readonly [id: string, name: string] | undefined } = {
  'ecr.api': ['EcrApi', 'ECR'],
  'ecr.dkr': ['EcrDkr', 'ECR_DOCKER'],
  'logs': ['Logs', 'CLOUDWATCH_LOGS'],
  'secretsmanager': ['SecretsManager', 'SECRETS_MANAGER'],
  'ssm': ['Ssm', 'SSM'],
  'kms': ['Kms', 'KMS'],
  'sts': ['Sts', 'STS'],
  'sqs': ['Sqs', 'SQS'],
  'sns': ['Sns', 'SNS'],
  'ecs': ['Ecs', 'ECS'],
  'ssmmessages': ['SsmMessages', 'SSM_MESSAGES'],
  'monitoring': ['Monitoring', 'CLOUDWATCH_MONITORING'],
  'xray': ['XRay', 'XRAY'],
};

/** `vpc.addGatewayEndpoint("S3", ...)`: S3 has a gateway, which costs nothing; the others have interfaces. */
export function addEndpoint(service: string): string {
  if (service === 's3') return 'vpc.addGatewayEndpoint("S3", { service: GatewayVpcEndpointAwsService.S3 })';
  const [id, name] = IN_CDK[service] ?? [];
  const made = name ? `InterfaceVpcEndpointAwsService.${name}` : `new InterfaceVpcEndpointAwsService("${service}")`;
  return `vpc.addInterfaceEndpoint("${id ?? service}", { service: ${made} })`;
}
