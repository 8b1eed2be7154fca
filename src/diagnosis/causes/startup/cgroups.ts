import { launchTypeOf, places } from '../../read';
import { readHostLog } from '../hosts';
import { Hit } from '../kit';

/**
 * The kernel of the host lacks the control group that a limit of the task needs. Raspberry Pi OS and Ubuntu for it start without that of
 * memory (aws/amazon-ecs-agent#2917, #3834); an agent or Docker that only knows version 1 finds none on a host with version 2.
 */
const WORDS = /cgroup ?error|could not create task's platform resources|cgroup.{0,40}(mountpoint|not mounted|does not exist|no such file)|join or create cgroup|no such file.{0,20}cgroup|kernel does not support \w+ limit|\/sys\/fs\/cgroup\S* .{0,40}(no such file|read-only)/i;

/** On Fargate and managed instances nobody but AWS can mend it. */
export function isAboutCgroups({ frame, text }: Hit): boolean {
  return WORDS.test(text) && /^(EC2|EXTERNAL)$/.test(launchTypeOf(frame) ?? '');
}

export const CGROUP_FAULT = 'its cgroup cannot be set up, which limits its memory and CPU';

export const CGROUP_FACTS = [
  'its limits need cgroups of the host\'s kernel; a Raspberry Pi starts without that of memory unless its boot options ask for it',
];

export function cgroupFix({ frame, tasks }: Hit): string {
  const boot = `enable the memory cgroup${places(tasks) || ' on the host'}: add cgroup_enable=memory cgroup_memory=1 to its boot options`
    + ' (Raspberry Pi: /boot/firmware/cmdline.txt, all in one line) and reboot it';
  const update = 'if `docker info` shows Cgroup Version: 2, update Docker and the ECS agent';
  const log = readHostLog(frame, tasks);
  return [...(log ? [`${log} for the failed call`] : []), boot, update].join('; ');
}
