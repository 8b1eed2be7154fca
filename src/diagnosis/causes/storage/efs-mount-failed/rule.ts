import { Frame } from '../../../../facts/model';
import { NETWORK } from '../../../classify/aws-texts';
import { mountsEfs, onInstances } from '../../../read';
import { alternatives } from '../../../text';
import { guide, Hit, shortenable, stated } from '../../kit';
import { denialFacts, denialFix } from '../../obstacles';

const FILE_SYSTEM = /\bfs-[0-9a-f]{8,}/i;

export const efsMountFailed = stated({
  id: 'efs-mount-failed',
  family: 'storage',
  title: 'EFS file system could not be mounted',
  stage: 'start',
  retry: 'maybe',
  docs: guide('efs-volumes'),
  onHost: true,
  retryOf: (hit) => {
    if (NO_HELPER.test(hit.text)) return 'never';
    const lasting = /no such file|access denied|permission|not authorized|accesspoint|access point/i;
    return lasting.test(hit.text) && !NETWORK.test(hit.text) ? 'never' : undefined;
  },
  headline: (hit) => `${hit.who} cannot start: EFS ${fileSystem(hit) ?? 'volume'} cannot be mounted: ${why(hit).words}`,
  facts: (hit) => denialFacts(hit.text),
  fix: (hit) => denialFix(hit.text, why(hit).fix),
});

/** As the text names it, else the one of the task definition that can be meant: the agent's volume is `ecs-FAMILY-REVISION-NAME-HASH`. */
function fileSystem({ text, frame }: Hit): string | undefined {
  const named = FILE_SYSTEM.exec(text)?.[0];
  if (named) return named;
  const volumes = (frame.taskDefinition?.volumes ?? []).filter((v) => v.efsVolumeConfiguration);
  const [one, ...others] = volumes.filter((v) => v.name && text.includes(`-${v.name}-`));
  const all = new Set(volumes.map((v) => v.efsVolumeConfiguration?.fileSystemId));
  if (one && !others.length) return one.efsVolumeConfiguration?.fileSystemId;
  return all.size === 1 ? [...all][0] : undefined;
}

/** The host has no mount helper: mount(8) and the kernel do not know the type `efs`. */
const NO_HELPER = alternatives(
  String.raw`unknown file ?system type|wrong fs type|mount\.(efs|nfs4?): (command )?not found|need a \/sbin\/mount\.`,
  String.raw`(mount\.efs|mount-efs\S{0,20}|efs-utils).{0,40}(not (found|installed)|no such file)`,
);

function why({ text, frame }: Hit): { readonly words: string; readonly fix: string } {
  if (NO_HELPER.test(text) && onInstances(frame)) {
    return { words: 'no amazon-efs-utils on the instance', fix: mountsEfs(frame) };
  }
  const directory = /(?:amazonaws\.com|127\.0\.0\.1):(\/[^\s,']*)/.exec(text)?.[1];
  if (/no such file or directory/i.test(text)) {
    return {
      words: `directory ${shortenable(directory ?? '')} does not exist in it`.replace('  ', ' '),
      fix: 'create the directory, or set rootDirectory / an access point: fileSystem.addAccessPoint(id, { path, createAcl, posixUser })',
    };
  }
  if (/access denied|permission|not authorized|accessdenied/i.test(text)) {
    return {
      words: 'access denied',
      fix: withIam(frame)
        ? 'grant access: fileSystem.grantReadWrite(taskDefinition.taskRole); and let the policy of the file system allow that role'
        : 'grant access: fileSystem.grantReadWrite(taskDefinition.taskRole),'
          + ' with transitEncryption: \'ENABLED\' and authorizationConfig: { iam: \'ENABLED\' } in the volume',
    };
  }
  if (/failed to resolve|dns/i.test(text)) {
    return {
      words: 'its name does not resolve',
      fix: 'give the VPC DNS support and a mount target in every subnet of the service;'
        + ' let the service wait for the mount targets: service.node.addDependency(fileSystem.mountTargetsAvailable)',
    };
  }
  if (/no such device/i.test(text)) {
    return {
      words: 'the host does not know its type',
      fix: 'use efsVolumeConfiguration, or type nfs with addr= and nfsvers=4.1 in driverOpts',
    };
  }
  const without = NETWORK.test(text) || /timed out|timeout/i.test(text) ? 'no connection (port 2049)' : 'the mount command failed';
  return {
    words: /reset/i.test(text) ? 'the connection was reset' : without,
    fix: `open NFS (TCP 2049): fileSystem.connections.allowDefaultPortFrom(${onInstances(frame) ? 'autoScalingGroup' : 'service'}),`
      + ' and let the service wait for fileSystem.mountTargetsAvailable',
  };
}

/** The mount asks with the task role already. */
function withIam({ taskDefinition }: Frame): boolean {
  return (taskDefinition?.volumes ?? []).some((v) => v.efsVolumeConfiguration?.authorizationConfig?.iam === 'ENABLED');
}
