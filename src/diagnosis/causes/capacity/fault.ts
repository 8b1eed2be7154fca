import { THROTTLED } from '../faults';

/** The one cause in the capacity and quota families that a text supports. */
export function capacityFault(text: string): string | undefined {
  if (/no space left|cannotpull|invalid request provided|network interface|\bebs\b|ephemeral|security group/i.test(text)) return undefined;
  if (/limit on the number of vcpus|vcpu (limit|quota|capacity)|vcpulimitexceeded|number of vcpus|requested (cpu|memory) configuration is above|requested .{0,40}task size|task size|(vcpu|cpu) .{0,30}(limit|quota) .{0,30}(reached|exceeded)/i.test(text)) return 'vcpu-quota';
  if (/provisioning capacity limit|limit (on|of) the number of ([\w-]+ )?tasks|tasks? (count )?(limit|quota)|number of tasks .{0,40}(limit|quota|exceed)|max(imum)? number of .{0,20}tasks|concurrent tasks/i.test(text)) return 'task-quota';
  if (/capacity is unavailable|fargate (spot )?capacity|insufficient fargate|capacity .{0,30}unavailable at this time/i.test(text)) return 'fargate-capacity';
  if (/operations are being throttled|throttl/i.test(text) && THROTTLED.test(text)) return 'throttled';
  if (/no container instances? (were|was)? ?found|empty capacity provider|no (active )?(container )?instances? (were |are |is )?(found|registered|available)|does not have any (container )?instances|no instances/i.test(text)) return 'no-container-instances';
  if (/agent (is |was )?(not |dis)connected|doesn't have the agent connected|does not have the agent connected|"agent"|\bRESOURCE:AGENT\b|TaskFailedToStart: AGENT|error AGENT\b|agent .{0,30}(did not|failed to) start|timed out waiting for .{0,30}agent|agent disconnect/i.test(text)) return 'agent-disconnected';
  if (/already using a port|port.{0,30}already (in use|taken)|\bRESOURCE:PORTS?\b|"?RESOURCE:PORT|port \d+ .{0,30}in use/i.test(text)) return 'port-conflict';
  if (/placement constraint|memberof|distinctinstance|missing an attribute|TaskFailedToStart: ATTRIBUTE|"?attribute"?( required|$)|constraint.{0,40}(unsatisfied|not met)|attribute .{0,60}(missing|not found|required)|encountered error "?ATTRIBUTE/i.test(text)) return 'placement-constraint';
  if (/capacity ?provider.{0,120}(fail|error|unable|invalid|inactive|could not|cannot|not (active|exist|found|associated)|no longer)|auto ?scaling.{0,120}(fail|error|unable|could not|not exist)|launch template.{0,80}(invalid|not|fail)|insufficientinstancecapacity|could not launch (an |any )?(ec2 )?instance|unable to launch instance|managed instances?.{0,80}(fail|could not|unable)/i.test(text)) return 'capacity-provider-failed';
  if (whatIsShort(text) || /could not launch .{1,40} tasks?|unable to (consistently )?(place|launch|start) (a |any |all )?tasks?.{0,200}(closest|requirement|resource)|no container instance met all/i.test(text)) return 'insufficient-cluster-capacity';
  return undefined;
}

/**
 * What stopped the capacity provider from launching an instance (quota, subnet, permission) is a matter of the provider, whatever it is; and
 * who is throttled has nothing wrong with what it calls.
 */
export function launchFault(text: string): string | undefined {
  if (/unable to launch instance/i.test(text)) return 'capacity-provider-failed';
  return /operations are being throttled/i.test(text) ? 'throttled' : undefined;
}

/** What the instances have too little of. */
export function whatIsShort(text: string): string | undefined {
  const named = /insufficient (cpu|memory|gpu|eni|disk)|\bRESOURCE:(CPU|MEM|MEMORY|GPU|ENI|FPGA)\b|enough (cpu|memory|gpu|eni)/i.exec(text);
  const what = named?.slice(1).find(Boolean)?.toUpperCase();
  if (!what) return /insufficient (resources|capacity|units)|not enough (resources|capacity)/i.test(text) ? 'free resources' : undefined;
  return { CPU: 'CPU', MEM: 'memory', MEMORY: 'memory', GPU: 'GPUs', ENI: 'network interfaces', FPGA: 'accelerators', DISK: 'disk' }[what];
}
