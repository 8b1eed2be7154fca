import { DOCKER_NETWORK, GMSA } from '../../classify/aws-texts';
import { Retry } from '../../model';
import { hookOf, launchTypeOf, onInstances, places, readHostLog, ulimitFault } from '../../read';
import { alternatives } from '../../text';
import { guide, Hit, quoted } from '../kit';

/** What the host of a container lacks. */
interface HostFault {
  /** After "cannot start: ". */
  readonly fault: string;
  readonly facts?: readonly string[];
  readonly fix: string;
  readonly retry?: Retry;
  /** Another page of AWS's documentation than that of the cause. */
  readonly docs?: string;
}

/** undefined: the text is about nothing that a host lacks. */
export function hostFault(hit: Hit): HostFault | undefined {
  const gpu = gpuFault(hit);
  if (gpu) return { ...gpu, docs: guide('ecs-gpu') };
  return ulimitFault(hit) ?? kernelSettingFault(hit) ?? networkFault(hit) ?? domainFault(hit)
    ?? (isAboutCgroups(hit) ? cgroupFault(hit) : undefined);
}

/** Oldest NVIDIA driver for Linux of each CUDA release (NVIDIA, CUDA Toolkit release notes, table of driver versions). */
const DRIVERS: { readonly [cuda: string]: string | undefined } = {
  '9.0': '384.81', '9.1': '390.46', '9.2': '396.26', '10.0': '410.48', '10.1': '418.39', '10.2': '440.33', '11.0': '450.36',
  '11.1': '455.23', '11.2': '460.27', '11.3': '465.19', '11.4': '470.42', '11.5': '495.29', '11.6': '510.39', '11.7': '515.43',
  '11.8': '520.61', '12.0': '525.60', '12.1': '530.30', '12.2': '535.54', '12.3': '545.23', '12.4': '550.54', '12.5': '555.42',
  '12.6': '560.28', '12.8': '570.26', '12.9': '575.51', '13.0': '580.65',
};

const GPU_AMI = 'GPU-optimized AMI (EcsOptimizedImage.amazonLinux2023(AmiHardwareType.GPU))';
const NEWER_AMI = `use the current ${GPU_AMI}`;
const OLDER_CUDA = 'build the image on an older CUDA release';
const TEXT_OF_GPU = /nvidia|\[\[gpu\]\]/i;

/** undefined: the text is not about GPUs. */
function gpuFault(hit: Hit): HostFault | undefined {
  const { text } = hit;
  if (!TEXT_OF_GPU.test(text)) return undefined;
  const requirement = /unsatisfied condition: ?([^\\",]{1,60}?)(?=,|\\|"|: unknown|$)/i.exec(text)?.[1].trim();
  if (requirement) return requirement.startsWith('arch') ? oldGpu(requirement) : oldDriver(text, requirement);
  const found = FAULTS.find(([words]) => words.test(text));
  if (found) return found[1];
  const words = hookOf(text) ?? /nvidia-container-cli: (.+)$/i.exec(text)?.[1];
  return {
    fault: `the NVIDIA container runtime failed${words ? ': ' : ''}${quoted(words?.replace(/^nvidia-container-cli: /i, ''))}`,
    fix: `run nvidia-smi on ${onInstances(hit.frame) ? 'the container instance' : 'the host'}; ${NEWER_AMI}, or ${OLDER_CUDA}`,
  };
}

/** NVIDIA/nvidia-container-toolkit: an image names its requirements in NVIDIA_REQUIRE_CUDA, alternatives apart by blanks. */
function oldDriver(text: string, condition: string): HostFault {
  const wanted = /--require=([^\\"\]]{1,400}?)(?= --|\]|$)/.exec(text)?.[1].trim();
  const [first, ...others] = wanted?.split(' ') ?? [];
  const needs = (first && /cuda/i.test(first) ? first : /cuda ?>= ?[\d.]+/i.exec(`${condition} ${text}`)?.[0])?.replace(/ /g, '');
  const release = /[\d.]+$/.exec(needs ?? '')?.[0];
  const driver = DRIVERS[release ?? ''];
  const newer = driver ? `NVIDIA driver ${driver} or newer (the first for CUDA ${release})` : 'a newer NVIDIA driver';
  return {
    fault: `the NVIDIA driver of its host is too old for ${needs ?? 'the image'}`,
    facts: [`the image asks for ${[needs ?? 'another driver', ...others].join(', or for ')}; unsatisfied condition: ${condition}`],
    fix: `use an AMI with ${newer}: the current ${GPU_AMI}, and replace the instances; or ${OLDER_CUDA}`,
  };
}

function oldGpu(condition: string): HostFault {
  return {
    fault: `the GPU of its host is too old for the image (${quoted(condition)})`,
    fix: `use an instance type with a newer GPU, or ${OLDER_CUDA}`,
  };
}

const NO_DRIVER: HostFault = {
  fault: 'the NVIDIA driver of its host is missing or not loaded',
  facts: ['the driver (libcuda, libnvidia-ml) is part of the host, not of the image'],
  fix: `use a GPU instance type (g4dn, g5, ...) with the ${GPU_AMI}; run nvidia-smi on the instance to check`,
};

const FAULTS: readonly (readonly [RegExp, HostFault])[] = [
  [/library version mismatch/i, {
    fault: 'the NVIDIA driver of its host was updated while it was loaded',
    facts: ['the kernel has the old driver until the next start'],
    fix: 'reboot or replace the instance; update drivers by a new AMI',
  }],
  [alternatives(
    String.raw`could not select device driver|runtime (name|specified):? ?nvidia|no nvidia-docker`,
    String.raw`nvidia-container-cli\S*: (executable file )?not found`,
    String.raw`nvidia-container-runtime.{0,40}(no such file|not found)`,
  ), {
    fault: 'its host has no NVIDIA container runtime',
    facts: ['gpuCount in addContainer(), or NVIDIA_VISIBLE_DEVICES, asks for a GPU'],
    fix: `use the ${GPU_AMI}, or install nvidia-container-toolkit on the instances and set`
      + ' ECS_ENABLE_GPU_SUPPORT=true in /etc/ecs/ecs.config',
  }],
  [/unknown device|device error|unresolvable CDI device|no such device|fallen off the bus/i, {
    fault: 'the GPU that ECS chose is not there any more',
    facts: ['the ECS agent reads the GPUs of an instance at its start only'],
    fix: 'replace the instance, or reboot it; nvidia-smi -L lists the GPUs that are left',
    retry: 'maybe',
  }],
  [/driver error|load library failed|driver not loaded|driver rpc|nvml error|no cuda-capable|no NVIDIA GPU|libcuda/i, NO_DRIVER],
];

/**
 * The kernel of the host lacks the control group that a limit of the task needs. Raspberry Pi OS and Ubuntu for it start without that of
 * memory (aws/amazon-ecs-agent#2917, #3834); an agent or Docker that only knows version 1 finds none on a host with version 2.
 */
const TEXT_OF_CGROUPS = alternatives(
  String.raw`cgroup ?error|could not create task's platform resources`,
  String.raw`cgroup.{0,40}(mountpoint|not mounted|does not exist|no such file)|no such file.{0,20}cgroup`,
  String.raw`kernel does not support \w+ limit|/sys/fs/cgroup\S* .{0,40}(no such file|read-only)`,
  String.raw`failed to write .{1,60} to (memory|cpu|pids|blkio|io)\.\w`,
);
/** A file that the kernel of the host does not let the runtime write (aws/amazon-ecs-agent#1252, opencontainers/runc). */
const UNWRITTEN = /failed to write .{1,60} to ((?:memory|cpu|pids|blkio|io)\.[\w.]+)/i;

/** On Fargate and managed instances nobody but AWS can mend it. */
function isAboutCgroups({ frame, text }: Hit): boolean {
  return TEXT_OF_CGROUPS.test(text) && /^(EC2|EXTERNAL)$/.test(launchTypeOf(frame) ?? '');
}

function cgroupFault({ frame, tasks, text }: Hit): HostFault {
  const file = UNWRITTEN.exec(text)?.[1];
  if (file) {
    return {
      fault: `the kernel of its host refuses ${file}`,
      facts: ['the ECS agent or Docker sets a limit that this kernel does not take'],
      fix: `replace ${places(tasks).replace(/^ on /, '') || 'the instance'} by one with the current ECS-optimized AMI;`
        + ' or go back to the agent before, or set ECS_ENABLE_TASK_CPU_MEM_LIMIT=false in /etc/ecs/ecs.config',
    };
  }
  const boot = `add cgroup_enable=memory cgroup_memory=1 to the boot options${places(tasks) || ' of the host'}`
    + ' (Raspberry Pi: one line in /boot/firmware/cmdline.txt) and reboot it';
  const update = 'if `docker info` shows Cgroup Version: 2, update Docker and the ECS agent';
  const log = readHostLog(frame, tasks);
  return {
    fault: 'its cgroup cannot be set up, which limits its memory and CPU',
    facts: ['a Raspberry Pi starts without the cgroup of memory unless its boot options ask for it'],
    fix: [...(log ? [`${log} for the failed call`] : []), boot, update].join('; '),
  };
}

/** `net.*` belongs to the network namespace, which a container of network mode host does not have (opencontainers/runc, validate). */
function kernelSettingFault({ text, frame }: Hit): HostFault | undefined {
  const name = /\bsysctl\b[^\w]{0,6}([a-z]+(?:\.[\w-]+)+)/i.exec(text)?.[1];
  if (!name) return undefined;
  const { networkMode } = frame.taskDefinition ?? {};
  const onHost = /host (network|ipc)|host's/i.test(text) || networkMode === 'host';
  return {
    fault: `its kernel setting ${name} is refused`,
    facts: onHost ? [`network mode ${networkMode ?? 'host'}: the kernel settings are those of the instance`] : [],
    fix: `take ${name} out of systemControls in addContainer()${onHost
      ? ', and set it on the instance (sysctl -w in its user data); or use network mode awsvpc or bridge'
      : ': a container has only net.* and those of IPC; set others on the instance'}`,
  };
}

function networkFault({ text, tasks }: Hit): HostFault | undefined {
  if (!DOCKER_NETWORK.test(text)) return undefined;
  const isLate = /time-?d? ?out/i.test(text);
  return {
    fault: `Docker on its instance ${isLate ? 'did not set up its network in time' : 'cannot connect it with its network'}`,
    facts: ['image, task definition and VPC are not at fault'],
    fix: `${isLate ? 'let ECS try again; if it repeats, look at the disk of the instance (IOPS), and ' : ''}restart Docker${
      places(tasks) || ' on the instance'} (systemctl restart docker)`,
    retry: isLate ? 'likely' : 'maybe',
  };
}

/** credentials-fetcher on a Linux instance logs in with the account of the credential spec and gets the password of the gMSA. */
function domainFault({ text, tasks }: Hit): HostFault | undefined {
  if (!GMSA.test(text)) return undefined;
  return {
    fault: `its host got no Kerberos ticket for its gMSA: ${quoted(text.replace(/^.*\bdesc = (?:ERROR: )?/i, ''))}`,
    fix: `read the log of credentials-fetcher${places(tasks) || ' on the instance'} (journalctl -u credentials-fetcher); check`
      + ' credentialSpecs, the account and password in its secret, DNS, and the way to the domain controller',
    docs: guide('linux-gmsa'),
  };
}

const OF_DRIVER = alternatives(
  String.raw`\b(libcuda|libnvidia-ml|libnvcuvid)\.so|found no NVIDIA driver|CUDA driver version is insufficient`,
  String.raw`no CUDA-capable device`,
);

/** What to do about a line of the log about the driver; undefined: the line is not about it. */
export function gpuFix(line: string | undefined): string | undefined {
  const text = line ?? '';
  if (/driver version is insufficient|forward compatibility/i.test(text)) {
    return `use an AMI with a newer NVIDIA driver: the current ${GPU_AMI}; or ${OLDER_CUDA}`;
  }
  return OF_DRIVER.test(text)
    ? 'give the container a GPU: gpuCount in addContainer(), on GPU instances with the GPU-optimized AMI (Fargate has none), whose driver'
      + ' has the library; or use the CPU build of the program'
    : undefined;
}
