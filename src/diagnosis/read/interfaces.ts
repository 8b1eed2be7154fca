import { Frame } from '../../facts/model';
import { count } from '../text';
import { instanceOf } from './room';
import { instanceName } from './room-in-words';
import { deploymentTasks, otherTasks } from './tasks';

/**
 * Network interfaces by size, the same in all current families for general purpose, compute and memory (Amazon EC2 User Guide,
 * "IP addresses per network interface per instance type"; limits.go of aws/amazon-vpc-resource-controller-k8s).
 */
const INTERFACES: { readonly [size: string]: number | undefined } = {
  'nano': 2, 'micro': 2, 'small': 3, 'medium': 2, 'large': 3, 'xlarge': 4, '2xlarge': 4, '4xlarge': 8,
};
/** Types that differ from their size. */
const OTHERS: { readonly [type: string]: number | undefined } = { 't3.medium': 3, 't3a.medium': 3, 't4g.medium': 3, 't3a.small': 2 };
const TYPE = /(?<![\w.-])((?:t3a?|t4g|[cmr][5-9](?!azn)[a-z]{0,4}(?:-flex)?)\.(nano|micro|small|medium|large|xlarge|[24]xlarge))(?![\w.-])/i;

/** Where the interfaces are: the instance with the tasks of this service, and the limit of its type if a text or a constraint names it. */
export function interfaceFacts(frame: Frame, text: string, instance: string | undefined): readonly string[] {
  const type = typeIn(frame, text);
  return [instance && onInstance(frame, instance), type && limitOf(type)].filter((fact): fact is string => Boolean(fact));
}

function onInstance(frame: Frame, instance: string): string {
  const here = [...deploymentTasks(frame), ...otherTasks(frame)]
    .filter((task) => task.lastStatus !== 'STOPPED' && instanceOf(task)?.startsWith(instance)).length;
  const name = instanceName(instance);
  if (!here) return `the closest one is ${name}`;
  return `${count(here, 'task')} of this service ${here === 1 ? 'has its interface' : 'have their interfaces'} on ${name}`;
}

function typeIn({ service, taskDefinition }: Frame, text: string): string | undefined {
  const constraints = [...service?.placementConstraints ?? [], ...taskDefinition?.placementConstraints ?? []];
  const words = [text, ...constraints.map((c) => (/ecs\.instance-type\s*==/.test(c.expression ?? '') ? c.expression ?? '' : ''))];
  return words.map((one) => TYPE.exec(one)?.[1].toLowerCase()).find(Boolean);
}

function limitOf(type: string): string | undefined {
  const interfaces = OTHERS[type] ?? INTERFACES[type.split('.')[1]];
  if (!interfaces) return undefined;
  return `${type} has ${interfaces} network interfaces, one of them its own: ${count(interfaces - 1, 'task')} with awsvpc at a time,`
    + ' more only with ENI trunking';
}
