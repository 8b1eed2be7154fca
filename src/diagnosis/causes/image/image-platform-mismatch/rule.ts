import { Frame } from '../../../../facts/model';
import { called, either, ended, guide, stated } from '../../kit';
import { pulling } from '../images';

const INFO = {
  id: 'image-platform-mismatch',
  family: 'image',
  title: 'Image built for another CPU architecture or OS',
  stage: 'pull',
  retry: 'never',
  docs: guide('ecs-arm64'),
} as const;

const FIX = 'build the image for the task: ContainerImage.fromAsset(dir, { platform: Platform.LINUX_AMD64 }),'
  + ' or set runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64 }';

export const imagePlatformMismatch = either(
  stated({
    ...INFO,
    containerOf: pulling,
    headline: (hit) => `${hit.who} cannot start: its image is not built for ${platformOf(hit.frame)}`,
    fix: FIX,
  }),
  // The image was pulled and the kernel refuses the binary: the only trace is a log line (docs: task-cpu-architecture).
  ended({
    ...INFO,
    headline: (ending) => `${called(ending.container.name)} cannot run: its image is for another CPU architecture`,
    facts: (_ending, line) => [line && `log: ${line}`],
    fix: FIX,
  }),
);

/** Platform of the task, as the task definition names it; Fargate's default is X86_64 Linux. */
function platformOf(frame: Frame): string {
  const platform = frame.taskDefinition?.runtimePlatform;
  if (!platform && !frame.taskDefinition) return 'the platform of the task';
  return `${platform?.operatingSystemFamily ?? 'LINUX'}/${platform?.cpuArchitecture ?? 'X86_64'}`;
}
