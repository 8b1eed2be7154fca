import { ended, exits, guide, quoted } from '../../kit';

export const osLimitTooLow = ended({
  id: 'os-limit-too-low',
  family: 'startup',
  title: 'Limit of the operating system too low',
  stage: 'run',
  retry: 'never',
  docs: guide('task_definition_parameters'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: () => ['the program needs more than a limit of the operating system allows'],
  fix: (ending, line = '') => {
    const where = `addContainer('${ending.container.name}', ...)`;
    if (/max_map_count/i.test(line)) {
      return 'AWS Fargate does not let you change vm.max_map_count: run the program without memory-mapped files (OpenSearch,'
        + ' Elasticsearch: node.store.allow_mmap: false,'
        + ' discovery.type: single-node); on EC2, set it on the instance';
    }
    if (/shm|shared memory/i.test(line)) {
      return `raise linuxParameters.sharedMemorySize in ${where}; on AWS Fargate it cannot`
      + ' be raised: mount a volume and point the program to it';
    }
    if (/lock/i.test(line)) {
      return `set ulimits in ${where}: { name: UlimitName.MEMLOCK, softLimit: -1, hardLimit: -1 } (not`
      + ' on AWS Fargate), or switch memory locking off';
    }
    if (/thread|fork/i.test(line)) {
      return `raise the limit of processes: ulimits in ${where}: { name: UlimitName.NPROC, ...`
      + ' }, or let the program start fewer threads';
    }
    if (/inotify|watchers/i.test(line)) {
      return 'let the program watch fewer files (no development server in the image); the'
      + ' limit is one of the host';
    }
    return `raise the limit of open files: ulimits in ${where}: { name: UlimitName.NOFILE, softLimit: 65536, hardLimit: 65536 }`;
  },
});
