import { About } from '../../../model';

export const about: About = {
  meaning: 'The image has no variant for the task\'s architecture, or its binaries are for another one (exec format error).',
  why: [
    'the image was built on an ARM laptop and runs on X86_64, or the other way round',
    'a multi-architecture image lacks the platform of the task',
    'the image is for Windows and the task runs Linux',
  ],
  remedy: 'Build for the task with ContainerImage.fromAsset(dir, { platform: Platform.LINUX_AMD64 }), or set runtimePlatform: '
    + '{ cpuArchitecture: CpuArchitecture.ARM64 } in the task definition.',
};
