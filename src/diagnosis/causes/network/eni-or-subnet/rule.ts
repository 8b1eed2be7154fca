import { instanceIn, instanceOf, interfaceFacts } from '../../../read';
import { nameInFix } from '../../../text';
import { moreInstances, moreInterfaces } from '../../capacity/providers';
import { guide, Hit, quoted, stated } from '../../kit';

export const eniOrSubnet = stated({
  id: 'eni-or-subnet',
  family: 'network',
  title: 'Network interface could not be set up',
  stage: 'start',
  retry: 'maybe',
  docs: guide('task-networking-awsvpc'),
  // ECS places by CPU, memory and interfaces that it knows of; the next try goes to another instance (aws/containers-roadmap#1545)
  retryOf: (hit) => (/unused device index|while attempting to attach|timeout waiting|timed out/i.test(hit.text) ? 'likely' : undefined),
  headline: (hit) => (subnetIn(hit.text) ? `no task can start: there is no subnet ${quoted(subnetIn(hit.text))}`
    : `no task can start: its network interface could not be set up${why(hit.text)}`),
  facts: (hit) => (SLOTS.test(hit.text) || instanceOfHit(hit) ? interfaceFacts(hit.frame, hit.text, instanceOfHit(hit)) : []),
  fix: (hit) => {
    if (SLOTS.test(hit.text) && instanceOfHit(hit)) return moreInterfaces(hit.frame, moreInstances(hit.frame));
    const subnet = subnetIn(hit.text);
    if (subnet) {
      return /^subnet-[\da-f]+$/.test(subnet)
        ? `name a subnet that is there in place of ${subnet}, which was deleted or is of another Region or account (vpcSubnets)`
        : `write the id of the subnet (subnet-...) in place of ${nameInFix(subnet)}, which is no id, in vpcSubnets of the service`;
    }
    return /insufficientfreeaddresses|free addresses|no free ip|subnet/i.test(hit.text)
      ? 'free or add addresses: use larger subnets, or more of them, in vpcSubnets; an update needs addresses for old and new tasks'
      : 'check subnets and security groups of the service (vpcSubnets, securityGroups) and the limit of network interfaces';
  },
});

/** The subnet that EC2 does not know. */
function subnetIn(text: string): string | undefined {
  return /subnet ID '([^']{1,100})' does not exist/i.exec(text)?.[1];
}

/** The limit of the instance type. */
const SLOTS = /unused device index|eni limit|number of (elastic )?network interfaces|attachmentlimitexceeded/i;

/** On EC2, the instance whose interface it is. */
function instanceOfHit({ text, tasks }: Hit): string | undefined {
  return instanceIn(text) ?? tasks.map(instanceOf).find(Boolean);
}

function why(text: string): string {
  if (/insufficientfreeaddresses|free addresses|not enough (free )?ip|no (free|available) ip/i.test(text)) {
    return ': the subnet has no free address';
  }
  if (SLOTS.test(text)) return ': no slot is free on the instance';
  if (/timeout|timed out/i.test(text)) return ' in time';
  return '';
}
