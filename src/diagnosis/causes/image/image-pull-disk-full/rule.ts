import { onWindows, pulling } from '../../../read';
import { called, either, ended, guide, Hit, stated } from '../../kit';

const INFO = {
  id: 'image-pull-disk-full',
  family: 'image',
  title: 'No disk space for the image or container',
  stage: 'pull',
  retry: 'maybe',
  docs: guide('fargate-task-storage'),
} as const;

/** The disk is that of an instance of the user, not Fargate's ephemeral storage. */
function isOwnHost(launchType: string | undefined): boolean {
  return launchType === 'EC2' || launchType === 'EXTERNAL';
}

const SHRINK = 'shrink the image';

/** Fargate gives Windows tasks 20 GiB that cannot be raised (aws/containers-roadmap#1598). */
function fixFor(launchType: string | undefined, isWindows = false): string {
  const onEc2 = `remove unused images, containers and logs from the instances, give them a larger root volume, or ${SHRINK}`;
  if (isOwnHost(launchType)) return onEc2;
  if (isWindows) {
    return `${SHRINK} (a smaller base image): Fargate gives Windows tasks 20 GiB, which cannot be raised;`
      + ' or run on EC2 with a larger root volume';
  }
  return `on Fargate, raise ephemeralStorageGiB of the FargateTaskDefinition (20 -> 50) or ${SHRINK};`
    + ' on EC2, give the instances a larger root volume';
}

function onlyContainer({ frame }: Hit): string | undefined {
  const all = frame.taskDefinition?.containerDefinitions ?? [];
  return all.length === 1 ? all[0].name : undefined;
}

export const imagePullDiskFull = either(
  stated({
    ...INFO,
    onHost: true,
    containerOf: (hit) => pulling(hit) ?? onlyContainer(hit),
    headline: (hit) => `${hit.who} cannot start: no disk space left for its image or its files`,
    fix: ({ frame, tasks }) => fixFor(tasks[0]?.launchType ?? frame.service?.launchType, onWindows(frame)),
    docsOf: ({ frame, tasks }) => (
      isOwnHost(tasks[0]?.launchType ?? frame.service?.launchType) ? guide('task_cannot_pull_image') : undefined
    ),
  }),
  ended({
    ...INFO,
    onHost: true,
    headline: (ending) => `${called(ending.container.name)} exits with code ${ending.exitCode}: no space left on its disk`,
    fix: (ending, _line, frame) => fixFor(ending.task.launchType ?? frame.service?.launchType, onWindows(frame)),
    docsOf: (ending, frame) => (
      isOwnHost(ending.task.launchType ?? frame.service?.launchType) ? guide('automated_image_cleanup') : undefined
    ),
  }),
);
