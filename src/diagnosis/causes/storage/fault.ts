/** The one cause in the storage family that a text supports. */
export function storageFault(text: string): string | undefined {
  if (/ephemeral ?storage|mount callback failed/i.test(text)) return undefined;
  if (/fsx|invalid ?volume ?error/i.test(text)) return 'volume-failed';
  if (/\bEFS\b|mount\.nfs4?|amazon-efs|\.efs\.|elasticfilesystem|efs utils|\bfs-[0-9a-f<]/i.test(text)) return 'efs-mount-failed';
  if (/volume plugin/i.test(text)) return 'volume-failed';
  if (/(?<![/\w])EBS\b|createvolume|attachvolume|snap-[0-9a-f]+|volume (attachment|provisioning)|mkfs|filesystem type/i.test(text)) return 'ebs-attach-failed';
  if (/fsx|volume ?driver|volume plugin|cannot ?create ?volume|cannotinspectvolume|error while mounting volume|failed to mount|error mounting|invalid mount config|bind source path does not exist|unable to (create|mount) (the )?volume|failed to (create|copy|initialize|chown).{0,80}volume|volume .{1,80}(not found|failed|does not exist)|mount .{0,80}(failed|denied)|duplicate mount point|docker volume/i.test(text)) return 'volume-failed';
  return undefined;
}
