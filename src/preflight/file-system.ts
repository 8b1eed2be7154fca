import { Declared, DeclaredTask } from './declared';
import { shown, textOf } from './known';
import { Check, Finding, Request, Surroundings } from './model';
import { arnOf } from './place';
import { beforehand, outputOf, Say, sayOf } from './say';
import { describeSubnets } from './subnets';
import { AccountCall, InputOf } from '../facts/account-model';

const CAUSE = 'efs-mount-failed';

/** Each file system exists, with a mount target where the tasks run, and so does its access point. */
export const fileSystem: Check = (declared, at) => (declared.task?.fileSystems ?? []).flatMap((one): readonly Finding[] => {
  const say = sayOf('file-system', `file system ${shown(one.id)}`);
  const made = beforehand(one.id, say);
  return [...(made ? [made] : ofFileSystem(one.id.shape, declared, say, at)), ...ofAccessPoint(one, declared, at)];
});

function ofFileSystem(id: string, declared: Declared, say: Say, at: Surroundings): readonly Finding[] {
  const of = `file-system/${id}`;
  const request = requestOf('elasticfilesystem:DescribeFileSystems', { FileSystemId: id }, of, declared, at);
  const targets = requestOf('elasticfilesystem:DescribeMountTargets', { FileSystemId: id }, of, declared, at);
  const [answer, mounted] = [at.read(request), at.read(targets)];
  if (!answer) return [];
  if (answer.kind === 'absent') {
    const fix = `name a file system that exists: aws efs describe-file-systems --region ${declared.region ?? '<region>'}`;
    return [say.fail(`it does not exist in ${declared.region ?? 'the Region'}`, { cause: CAUSE, fix }, request)];
  }
  if (answer.kind !== 'output') return [say.unread(request, answer), ...mounted?.kind === 'denied' ? [say.unread(targets, mounted)] : []];
  const state = answer.output.FileSystems?.[0]?.LifeCycleState;
  if (state && /^delet/.test(state)) {
    return [say.fail(`its state is ${state}`, { cause: CAUSE, fix: 'name a file system that stays' }, request)];
  }
  if (!mounted) return [];
  if (mounted.kind !== 'output') return [say.ok('it exists', request), say.unread(targets, mounted)];
  const available = (mounted.output.MountTargets ?? []).filter(({ LifeCycleState }) => LifeCycleState === 'available');
  const fix = 'a mount target in each Availability Zone of the service: vpcSubnets of the FileSystem';
  if (!available.length) {
    // Targets that the app makes belong to a file system of the app.
    return [say.fail('it has no mount target, and without one a task cannot mount it', { cause: CAUSE, fix }, targets)];
  }
  return zones(available.map((one) => one.AvailabilityZoneId), declared, say, at, [request, targets]);
}

/** The name of a file system is known only in the zones of its mount targets (Amazon EFS User Guide, mounting with a DNS name). */
function zones(
  has: readonly (string | undefined)[], declared: Declared, say: Say, at: Surroundings, requests: readonly Request[],
): readonly Finding[] {
  const fix = 'a mount target in each Availability Zone of the service: vpcSubnets of the FileSystem';
  const asked = describeSubnets(declared);
  const answer = asked && at.read(asked);
  if (asked && !answer) return [];
  const used = outputOf(answer)?.Subnets?.map((one) => one.AvailabilityZoneId) ?? [];
  if (!asked || !used.length || [...used, ...has].includes(undefined)) return [say.ok('it exists and has a mount target', ...requests)];
  const lacking = [...new Set(used.filter((zone) => !has.includes(zone)))];
  if (!lacking.length) return [say.ok('it exists and has a mount target in each zone of the service', ...requests, asked)];
  const text = `it has no mount target in ${lacking.join(', ')}`;
  if (lacking.length === new Set(used).size) {
    return [say.fail(`${text}, which are all zones of the service`, { cause: CAUSE, fix }, ...requests, asked)];
  }
  return [say.warn(`${text}: a task that starts there cannot mount it`, { cause: CAUSE, fix }, ...requests, asked)];
}

function ofAccessPoint({ id, accessPoint }: DeclaredTask['fileSystems'][number], declared: Declared, at: Surroundings): readonly Finding[] {
  if (!accessPoint) return [];
  const say = sayOf('file-system', `access point ${shown(accessPoint)}`);
  const made = beforehand(accessPoint, say);
  if (made) return [made];
  const of = `access-point/${accessPoint.shape}`;
  const request = requestOf('elasticfilesystem:DescribeAccessPoints', { AccessPointId: accessPoint.shape }, of, declared, at);
  const answer = at.read(request);
  if (!answer) return [];
  const fix = `name an access point of the file system: aws efs describe-access-points --file-system-id ${textOf(id) ?? '<id>'}`;
  if (answer.kind === 'absent') return [say.fail('it does not exist', { cause: CAUSE, fix }, request)];
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  const owner = answer.output.AccessPoints?.[0]?.FileSystemId;
  if (textOf(id) !== undefined && owner !== undefined && owner !== id.shape) {
    return [say.fail(`it belongs to another file system (${owner})`, { cause: CAUSE, fix }, request)];
  }
  return [say.ok('it exists', request)];
}

function requestOf<C extends AccountCall>(
  call: C, input: InputOf<C>, resource: string, { region, account }: Declared, { account: mine }: Surroundings,
): Request<C> {
  return {
    call, input, region, ...(account && { account }),
    needs: { action: call, resource: arnOf('elasticfilesystem', region, account ?? mine, resource) },
  };
}
