import { at, text, top } from './given';
import { Task } from '../../src/facts/model';

const EFS = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: Connection timed out' :"
  + ' unsuccessful EFS utils command execution; code: 32';
const SECRET = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm:'
  + ' There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret'
  + ' arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-Qm7RtZ from secrets manager: RequestCanceled: request context canceled caused by:'
  + ' context deadline exceeded';
const task = (id: string, zone: string, more: Partial<Task>): Task => ({
  taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/c/${id}`, startedBy: 'ecs-svc/2', lastStatus: 'STOPPED', createdAt: at(10), availabilityZone: zone,
  launchType: 'FARGATE', attachments: [{ type: 'ElasticNetworkInterface', details: [{ name: 'subnetId', value: `subnet-of-${zone}` }] }], ...more,
});
const failed = (id: string, zone: string, stoppedReason: string) => task(id, zone, { stopCode: 'TaskFailedToStart', stoppedReason, stoppedAt: at(100) });
const runs = (zone: string) => task('cccccccc', zone, { lastStatus: 'RUNNING', startedAt: at(40) });
const deployed = (...running: readonly Task[]) => top({ running, definition: { volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-0123456789' } }] } });

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html: a mount target for each zone
test('an EFS file system that is reached from one zone only', () => {
  const cause = deployed(failed('aaaaaaaa', 'eu-west-1c', EFS), failed('bbbbbbbb', 'eu-west-1c', EFS), runs('eu-west-1a'));
  expect(cause.id).toBe('efs-mount-failed');
  expect(text(cause)).toContain('all 2 tasks with this failure were in eu-west-1c (subnet-of-eu-west-1c); the same revision runs in eu-west-1a');
  expect(cause.fix).toContain('a mount target');
});

test('a route that one subnet lacks', () => {
  const cause = deployed(failed('aaaaaaaa', 'eu-west-1c', SECRET), failed('bbbbbbbb', 'eu-west-1c', SECRET), runs('eu-west-1a'));
  expect(cause.id).toBe('secret-network');
  expect(cause.fix).toMatch(/^give eu-west-1c \(subnet-of-eu-west-1c\) what eu-west-1a .* has: route table/);
});

test.each([
  ['one failed task can be chance', [failed('aaaaaaaa', 'eu-west-1c', EFS), runs('eu-west-1a')]],
  ['tasks fail in both zones', [failed('aaaaaaaa', 'eu-west-1c', EFS), failed('bbbbbbbb', 'eu-west-1a', EFS), runs('eu-west-1a')]],
  ['a task runs in that zone, too', [failed('aaaaaaaa', 'eu-west-1c', EFS), failed('bbbbbbbb', 'eu-west-1c', EFS), runs('eu-west-1c')]],
  ['nothing of this revision runs', [failed('aaaaaaaa', 'eu-west-1c', EFS), failed('bbbbbbbb', 'eu-west-1c', EFS)]],
])('not: %s', (_name, tasks) => expect(text(deployed(...tasks))).not.toContain('the same revision runs'));

test('a refused permission is no matter of a zone', () => {
  const refused = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: access denied by server'";
  const cause = deployed(failed('aaaaaaaa', 'eu-west-1c', refused), failed('bbbbbbbb', 'eu-west-1c', refused), runs('eu-west-1a'));
  expect(text(cause)).not.toContain('the same revision runs');
});
