import { Frame } from '../../../../facts/model';
import { formerImage, onInstances, pulling } from '../../../read';
import { called, either, ended, guide, Hit, stated } from '../../kit';
import { foreignImage, imageNamed } from '../named';

const INFO = {
  id: 'image-platform-mismatch',
  family: 'image',
  title: 'Image built for another CPU architecture or OS',
  stage: 'pull',
  retry: 'never',
  docs: guide('ecs-arm64'),
} as const;

export const imagePlatformMismatch = either(
  stated({
    ...INFO,
    containerOf: pulling,
    headline: (hit) => `${hit.who} cannot start: ${mismatch(hit)}`,
    facts: (hit) => [windowsNote(hit)],
    fix: (hit) => fixFor(hit),
    docsOf: windowsPage,
  }),
  // The image was pulled and the kernel refuses the binary: the only trace is a log line (docs: task-cpu-architecture).
  ended({
    ...INFO,
    headline: (ending) => `${called(ending.container.name)} cannot run: its image is for another CPU architecture`,
    facts: (_ending, line) => [line && `log: ${line}`],
    fix: (_ending, _line, frame) => rebuild(definedArchitecture(frame)),
  }),
);

/** Releases of Windows Server by the build number that Docker prints (Microsoft Learn, "Windows container version compatibility"). */
const RELEASES: { readonly [build: string]: string | undefined } = {
  14393: '2016', 16299: '1709', 17134: '1803', 17763: '2019', 18362: '1903', 18363: '1909', 19041: '2004', 19042: '20H2', 20348: '2022',
  25398: '23H2', 26100: '2025',
};

/** What the text and the task definition show about Windows: undefined where it is not involved. */
interface Windows {
  /** Build of the host, `10.0.17763`. */
  readonly host?: string;
  /** Build of the image. */
  readonly image?: string;
  /** The image is for this operating system and the host for the other one. */
  readonly imageOs?: 'linux' | 'windows';
}

function windowsIn({ text, frame }: Hit): Windows | undefined {
  const builds = /windows (?:version )?(10\.0\.\d+)\S* ?-?based image is incompatible with a (10\.0\.\d+)/i.exec(text);
  if (builds) return { image: builds[1], host: builds[2] };
  const os = /image operating system ["']?(linux|windows)/i.exec(text)?.[1].toLowerCase();
  if (os === 'linux' || os === 'windows') return { imageOs: os };
  const host = /windows[/(](?:amd64 )?(10\.0\.\d+)/i.exec(text)?.[1];
  const isWindows = host ?? /windows\/amd64|hcsshim|hcs::|0xc0370101|operating system .{0,40}does not match/i.test(text);
  return isWindows || /^WINDOWS/i.test(frame.taskDefinition?.runtimePlatform?.operatingSystemFamily ?? '') ? { host } : undefined;
}

function mismatch(hit: Hit): string {
  const windows = windowsIn(hit);
  if (windows?.image) {
    const host = release(windows.host).replace('Windows Server ', '');
    return `its image is for ${release(windows.image)}, the host has ${host}`;
  }
  if (windows?.imageOs === 'linux') return 'its image is for Linux, the host runs Windows';
  if (windows?.imageOs === 'windows') return 'its image is for Windows, the host runs Linux';
  if (windows) return `its image has no version for ${windows.host ? release(windows.host) : 'the Windows release of the host'}`;
  return `${imageNamed(hit)} is not built for ${platformOf(hit)}`;
}

/** `Windows Server 2019`; a release that is not known by its build. */
function release(build: string | undefined): string {
  const name = RELEASES[build?.split('.')[2] ?? ''];
  return name ? `Windows Server ${name}` : `Windows ${build ?? ''}`.trim();
}

function windowsNote(hit: Hit): string | undefined {
  const windows = windowsIn(hit);
  return windows && !windows.imageOs ? 'a Windows container needs the release of its host: the kernel is shared' : undefined;
}

/** The releases of Windows Server that Fargate runs, or the AMIs that have one each; undefined: Windows is not involved. */
function windowsPage(hit: Hit): string | undefined {
  if (!windowsIn(hit)) return undefined;
  return guide(onInstances(hit.frame) ? 'ecs-optimized_windows_AMI' : 'windows-considerations');
}

function fixFor(hit: Hit): string {
  const windows = windowsIn(hit);
  if (!windows) return otherBuild(hit, foreignImage(hit)) + rebuild(architectureOf(hit));
  if (windows.imageOs === 'linux') {
    return 'run it on Linux: runtimePlatform: { operatingSystemFamily: OperatingSystemFamily.LINUX }, on Linux capacity';
  }
  if (windows.imageOs === 'windows') {
    return 'run it on Windows: runtimePlatform: { operatingSystemFamily: OperatingSystemFamily.WINDOWS_SERVER_2022_CORE },'
      + ' on Windows capacity; or build a Linux image';
  }
  return 'build on the base image of the host (mcr.microsoft.com/windows/servercore:ltsc2019, :ltsc2022),'
    + ' or run on the release of the image: operatingSystemFamily in runtimePlatform on Fargate,'
    + ' the ECS-optimized AMI of that release on EC2';
}

/** CPU architecture of the task: as the text names it, else the task definition. */
function architectureOf({ text, frame }: Hit): 'ARM64' | 'X86_64' | undefined {
  const named = /linux\/(arm64|amd64)/i.exec(text)?.[1].toLowerCase();
  if (named) return named === 'arm64' ? 'ARM64' : 'X86_64';
  return definedArchitecture(frame);
}

function definedArchitecture(frame: Frame): 'ARM64' | 'X86_64' | undefined {
  const defined = frame.taskDefinition?.runtimePlatform?.cpuArchitecture;
  return defined === 'ARM64' || defined === 'X86_64' ? defined : undefined;
}

function otherBuild({ frame, container }: Hit, image: string | undefined): string {
  const former = formerImage(frame, container);
  return (former ? `go back to image ${former}; or ` : '') + (image ? `take a tag of ${image} that has this platform; or ` : '');
}

function rebuild(architecture: 'ARM64' | 'X86_64' | undefined): string {
  const [platform, other] = architecture === 'ARM64' ? ['LINUX_ARM64', 'X86_64'] : ['LINUX_AMD64', 'ARM64'];
  return `build the image for the task: ContainerImage.fromAsset(dir, { platform: Platform.${platform} }),`
    + ` or set runtimePlatform: { cpuArchitecture: CpuArchitecture.${other} }`;
}

/** Platform of the task, as the task definition names it; Fargate's default is X86_64 Linux. */
function platformOf(hit: Hit): string {
  const { taskDefinition } = hit.frame;
  const platform = taskDefinition?.runtimePlatform;
  if (!platform && !taskDefinition && !architectureOf(hit)) return 'the platform of the task';
  return `${platform?.operatingSystemFamily ?? 'LINUX'}/${architectureOf(hit) ?? 'X86_64'}`;
}
