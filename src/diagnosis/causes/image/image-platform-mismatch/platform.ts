import { Frame } from '../../../../facts/model';

/** Platform of the task, as the task definition names it; Fargate's default is X86_64 Linux. */
export function platformOf(frame: Frame): string {
  const platform = frame.taskDefinition?.runtimePlatform;
  if (!platform && !frame.taskDefinition) return 'the platform of the task';
  return `${platform?.operatingSystemFamily ?? 'LINUX'}/${platform?.cpuArchitecture ?? 'X86_64'}`;
}
