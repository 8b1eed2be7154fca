import { mountsEfs } from '../../../read';
import { guide, Hit, quoted, shortenable, stated } from '../../kit';

export const volumeFailed = stated({
  id: 'volume-failed',
  family: 'storage',
  title: 'Docker volume could not be prepared',
  stage: 'start',
  retry: 'maybe',
  docs: guide('using_data_volumes'),
  onHost: true,
  retryOf: ({ text }) => (OWNER.test(text) || NO_PLUGIN.test(text) || RELATIVE.test(text) ? 'never' : undefined),
  headline: (hit) => `${hit.who} cannot start: ${fault(hit.text)}`,
  facts: ({ text }) => [OWNER.test(text) && 'Docker copies owner and files of the directory in the image onto a new volume;'
    + ' an EFS access point with posixUser, and NFS with root squash, refuse any other owner'],
  fix: (hit) => fixFor(hit),
});

/** Docker prepares an empty volume after the directory of the image at its mount point (moby, `copyOwnership`). */
const OWNER = /\bl?chown\b|\bchmod\b|copy file info|copy ownership/i;
const PLUGIN = /volume ?driver\.|volume plugin|plugin ["']?[\w./:-]+["']? not found/i;
const NO_PLUGIN = /looking up volume plugin|plugin ["']?[\w./:-]+["']? not found/i;
/** The plugin of ecs-init, through which the agent mounts EFS (aws/amazon-ecs-agent, `ecs-init/volumes`). */
const ECS_PLUGIN = /amazon-ecs-volume-plugin/i;
const NO_SOURCE = /bind source path does not exist|mount source/i;
/** Fargate copies what the image has at a VOLUME onto the volume before the start of the containers. */
const COPY = /copy (?:\w+ )?contents to volume|copying .{0,40}to volume/i;
/** Docker takes a path that is not absolute for the name of a volume (moby, `volume/local`). */
const RELATIVE = /"([^"]{1,200})" includes invalid characters for a local volume name/i;
const TWICE = /duplicate mount point/i;

/** `data` in `/var/lib/ecs/volumes/ecs-FAMILY-REVISION-data-HASH` (format of the container agent), `create data:`, `volumes/data/_data`. */
function volumeIn(text: string): string | undefined {
  return /\/ecs-\S{1,255}?-\d{1,6}-(\S{1,255})-[0-9a-f]{20}\b/.exec(text)?.[1]
    ?? /\bcreate ([\w.-]{1,128}):/.exec(text)?.[1]
    ?? /\/volumes\/([\w.-]{1,255})\/_data/.exec(text)?.[1];
}

function fault(text: string): string {
  const name = volumeIn(text);
  const volume = name ? `volume ${shortenable(name)}` : 'one of its volumes';
  if (OWNER.test(text)) return `the owner of ${volume} cannot be set (${reason(text)})`;
  const path = RELATIVE.exec(text)?.[1];
  if (path) return `host.sourcePath ${shortenable(path)} is no absolute path`;
  if (NO_PLUGIN.test(text)) {
    return ECS_PLUGIN.test(text) ? `its instance has no amazon-ecs-volume-plugin, which mounts EFS (${volume})`
      : `the plugin of ${volume} is not on the instance`;
  }
  if (PLUGIN.test(text)) return `the plugin of ${volume} failed: ${reason(text)}`;
  if (NO_SOURCE.test(text)) return `the host has no directory for ${volume}`;
  if (COPY.test(text)) return `the files of the image could not be copied onto ${volume} in time: ${reason(text)}`;
  if (TWICE.test(text)) return 'two of its volumes have the same mount point';
  return `${volume} could not be prepared or mounted`;
}

/** The innermost words of an error that wraps others. */
function reason(text: string): string {
  return quoted(text.split(': ').pop()?.replace(/["']?\.?$/, '')) || 'no reason given';
}

function fixFor({ text, frame }: Hit): string {
  if (OWNER.test(text)) {
    return 'give the directory in the image the owner of the access point (RUN mkdir -p DIR && chown UID:GID DIR),'
      + ' mount it where the image has no directory, or use an access point without posixUser';
  }
  if (RELATIVE.test(text)) return 'correct host.sourcePath in taskDefinition.addVolume()';
  if (NO_PLUGIN.test(text) && ECS_PLUGIN.test(text)) return mountsEfs(frame);
  if (NO_PLUGIN.test(text)) {
    return 'install the plugin on the instances (docker plugin install, in their user data), or correct driver in addVolume()';
  }
  if (PLUGIN.test(text)) {
    return 'look at the plugin on the instance (docker plugin ls, its log): its rights in the instance role, its options,'
      + ' and access to instance metadata (IMDSv2 with hop limit 2)';
  }
  if (NO_SOURCE.test(text)) return 'create the host path on the instances, or correct host.sourcePath in taskDefinition.addVolume()';
  if (COPY.test(text)) {
    return 'keep large files out of the directories that are a VOLUME of the image or a mount point: mount a small directory, or copy them'
      + ' when the container starts; a later attempt may be quick enough';
  }
  if (TWICE.test(text)) return 'give each volume a containerPath of its own in container.addMountPoints()';
  const hasDriver = JSON.stringify(frame.taskDefinition?.volumes ?? []).includes('dockerVolumeConfiguration');
  return `check ${hasDriver ? 'driver, driverOpts' : 'the configuration'} and host path in taskDefinition.addVolume(),`
    + ' and the path and its owner in container.addMountPoints()';
}
