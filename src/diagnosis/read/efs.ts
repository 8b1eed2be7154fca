import { isExternal } from './hosts';
import { Frame } from '../../facts/model';

/**
 * What an instance needs to mount EFS (Amazon ECS Developer Guide, Amazon EFS volume considerations). "EFS volumes aren't supported" on
 * external instances (the same guide, external instances).
 */
export function mountsEfs(frame: Frame): string {
  return isExternal(frame)
    ? 'ECS mounts no EFS volume on external instances: mount the file system on the host by NFS, and set host.sourcePath in addVolume()'
      + ' in place of efsVolumeConfiguration'
    : 'replace the instances by ones with the current ECS-optimized AMI (EcsOptimizedImage.amazonLinux2023()), or, on an AMI of your own,'
      + ' install ecs-init and amazon-efs-utils and run systemctl enable --now amazon-ecs-volume-plugin, then restart Docker';
}
