import { Given, text, top } from './given';
import { TaskDefinition } from '../../src/facts/model';

/** What a text of AWS refuses is a string in the task definition: the answer shows it and how it is written. */

const stopped = (stoppedReason: string, given: Given = {}) => top({ ...given, task: { stopCode: 'TaskFailedToStart', stoppedReason, containers: [{ name: 'web' }] } });

describe('the host of the image', () => {
  const refused = "CannotPullECRContainerError: InvalidParameterException: Invalid parameter at 'registryIds' failed to satisfy constraint: "
    + "'Member must satisfy constraint: [Member must satisfy regular expression pattern: [0-9]{12}]' status code: 400";
  const pulled = (image: string) => {
    const reason = { name: 'web', image, reason: refused };
    return top({ container: { image }, task: { stopCode: 'TaskFailedToStart', stoppedReason: refused, containers: [reason] } });
  };

  test.each([
    ['1234-5678-9012.dkr.ecr.us-east-1.amazonaws.com/web:1', '1234-5678-9012', '123456789012.dkr.ecr.us-east-1.amazonaws.com'],
    ['ACCOUNT_ID.dkr.ecr.eu-west-1.amazonaws.com/web:1', 'ACCOUNT_ID', 'ACCOUNT.dkr.ecr.eu-west-1.amazonaws.com'],
  ])('%s', (image, account, host) => {
    const cause = pulled(image);
    expect(cause.id).toBe('image-reference-invalid');
    expect(cause.headline).toContain(`account id ${account} of its image is not 12 digits`);
    expect(cause.fix).toContain(host);
  });
});

describe('layers that S3 refused', () => {
  const answer = (body: string) => 'CannotPullContainerError: error pulling image configuration: error parsing HTTP 403 response body: '
    + `invalid character '<' looking for beginning of value: "${body}"`;
  const pulled = (image: string, body: string) => {
    const containers = [{ name: 'web', image, reason: answer(body) }];
    return top({ container: { image }, task: { stopCode: 'TaskFailedToStart', stoppedReason: answer(body), containers } });
  };
  const XML = '<?xml version=\\"1.0\\" encoding=\\"UTF-8\\"?>\\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message>';

  test('of ECR: the policy of the endpoint, not a grant to the role', () => {
    const { id, fix } = pulled('123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1', XML);
    expect(id).toBe('image-pull-denied');
    expect(fix).toContain('arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*');
    expect(fix).not.toContain('grantPull');
  });

  test.each([
    ['the page of a proxy', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1', '<html>\\r\\n<head><title>403 Forbidden</title></head>'],
    ['another registry', 'registry.example.com/web:1', XML],
  ])('not: %s', (_name, image, body) => {
    expect(text(pulled(image, body))).not.toContain('starport');
  });
});

describe('valueFrom', () => {
  const ARN = 'arn:aws:secretsmanager:eu-west-3:123456789012:secret:prod/db-Q7xTzA';
  const PREAMBLE = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: ';
  const container = (rest: string) => ({ container: { secrets: [{ name: 'DB_PASSWORD', valueFrom: ARN + rest }] } });

  test.each([
    ['the SDK for Go', `service call has been retried 1 time(s): failed to fetch secret ${ARN} from secrets manager: `
      + 'InvalidParameter: 1 validation error(s) found. - minimum field size of 32, GetSecretValueInput.VersionId.', ':password::2', 'version id 2'],
    ['https://github.com/aws/amazon-ecs-agent (agent/asm)', 'unexpected ARN format with parameters when trying to retrieve ASM secret', ':password', 'DB_PASSWORD has 1 of 3 parts'],
  ])('%s', (_source, words, rest, fault) => {
    const cause = stopped(PREAMBLE + words, container(rest));
    expect(cause.id).toBe('secret-not-found');
    expect(cause.headline).toContain(fault);
    expect(cause.fix).toContain('ARN:json-key:version-stage:version-id');
    expect(cause.fix).toContain('(:password::)');
    expect(cause.fix).not.toContain('create the secret');
  });

  test('without the task definition, the part that the text names', () => {
    const words = 'failed to fetch secret x/y from secrets manager: InvalidParameter: 1 validation error(s) found. - minimum field size of 1, GetSecretValueInput.SecretId.';
    expect(stopped(PREAMBLE + words).headline).toContain('the name of the secret in valueFrom is malformed');
  });
});

describe('the plugin that mounts EFS', () => {
  const waits = (volume: string) => `Error response from daemon: create ecs-web-16-${volume}-faf8bc8696dee78e3e00: `
    + 'Post http://%2Frun%2Fdocker%2Fplugins%2Famazon-ecs-volume-plugin.sock/VolumeDriver.Create: context deadline exceeded';
  const efs = (name: string, fileSystemId: string) => ({ name, efsVolumeConfiguration: { fileSystemId } });

  test('names the file system and the port', () => {
    const volumes = [efs('data', 'fs-01234567'), efs('configs', 'fs-0a9b8c7d')];
    const cause = stopped(waits('configs'), { definition: { volumes } });
    expect(cause.id).toBe('efs-mount-failed');
    expect(cause.headline).toContain('EFS fs-0a9b8c7d');
    expect(cause.headline).toContain('2049');
  });

  test('a plugin that does not run has mounted nothing', () => {
    expect(stopped(`${waits('data').split('.sock')[0]}.sock/VolumeDriver.Create: dial unix amazon-ecs-volume-plugin.sock: connect: no such file or directory`).id)
      .toBe('volume-failed');
  });
});

describe('log options that FireLens refuses', () => {
  const refused = (container: string, key: string, type: string) => 'InternalError: unable to generate fireLens config file: unable to apply log options of container '
    + `${container} to fireLens config: missing output key ${key} which is required for fireLens configuration of type ${type}. Launch a new task to retry.`;

  test('of an application', () => {
    const cause = stopped(refused('web', '@type', 'fluentd'));
    expect(cause.container).toBe('web');
    expect(cause.headline).toContain('lack the key @type');
    expect(cause.fix).toContain("options: { '@type':");
  });

  test('of the router itself', () => {
    const router = { name: 'router', firelensConfiguration: { type: 'fluentbit' } };
    const cause = stopped(refused('router', 'Name', 'fluentbit'), { others: [router] });
    expect(cause.container).toBe('router');
    expect(text(cause)).toContain('the log router itself');
    expect(cause.fix).toContain('LogDrivers.awsLogs');
  });
});

describe('a bare name in valueFrom, which ECS looks for in Parameter Store', () => {
  const denied = (name: string) => 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: '
    + `AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web/0f is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:123456789012:parameter/${name}`;
  const missing = (name: string) => `ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: invalid parameters: ${name}`;
  const secrets = (valueFrom: string) => ({ secrets: [{ name: 'DB_PASSWORD', valueFrom }] });
  const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-password-p9Zk4T';
  const before = { containerDefinitions: [{ name: 'web', ...secrets(ARN) }] };
  const asked = (reason: string, valueFrom: string, previousTaskDefinition?: TaskDefinition) => (
    top({ container: secrets(valueFrom), frame: { previousTaskDefinition }, task: { stopCode: 'TaskFailedToStart', stoppedReason: reason, containers: [{ name: 'web' }] } }));

  // https://github.com/aws/aws-cdk/issues/10519
  test.each([
    ['denied, and no parameter has such a name', denied('prod/db'), 'prod/db', undefined],
    ['not found, and no parameter has such a name', missing('prod/db'), 'prod/db', undefined],
    ['the suffix of a secret', missing('db-password-p9Zk4T'), 'db-password-p9Zk4T', undefined],
    ['a key of a secret', missing('db-password:password::'), 'db-password:password::', undefined],
    ['it was the ARN of a secret before', denied('db-password'), 'db-password', before],
  ])('%s: the full ARN of the secret, no grant', (_name, reason, valueFrom, previous) => {
    const { facts, fix } = asked(reason, valueFrom, previous);
    expect(facts.join('\n')).toContain(`DB_PASSWORD of container "web" has valueFrom ${valueFrom}, a bare name`);
    expect(fix).toContain('the full ARN of the secret');
    expect(fix).not.toContain('grantRead');
    if (previous) expect(facts.join('\n')).toContain(`before it was ${ARN}`);
  });

  test.each(['/prod/db', 'db-password', 'arn:aws:ssm:eu-west-1:123456789012:parameter/prod/db'])('%s can be a parameter: a grant', (valueFrom) => {
    expect(asked(denied(valueFrom.replace(/^.*parameter\/|^\//, '')), valueFrom).fix).toContain('parameter.grantRead');
  });
});
