import { ContainerDefinition } from '../../../../facts/model';
import { SHORT, SHORT_OF } from '../../../classify/aws-texts';
import { heldRoomFacts, instanceIn, interfaceFacts, placeFact } from '../../../read';
import { shortId } from '../../../text';
import { guide, Hit, stated } from '../../kit';
import { gpusOf, moreInstances, moreInterfaces, withRoomBack } from '../providers';

export const insufficientClusterCapacity = stated({
  id: 'insufficient-cluster-capacity',
  family: 'capacity',
  title: 'No instance has room for the task',
  stage: 'placement',
  retry: 'maybe',
  traits: { needs: 'instances', freedByOldTasks: true },
  docs: guide('service-event-messages-list'),
  certainty: (hit) => (whatIsShort(hit.text) ? 'certain' : 'possible'),
  headline: (hit) => (whatIsShort(hit.text)
    ? `no task can be placed: no container instance has enough ${whatIsShort(hit.text)}`
    : 'tasks could not be launched; AWS does not name the missing resource'),
  facts: (hit) => [
    demand(hit),
    ...(wordOf(hit.text) === 'ENI' ? [
      'each task with awsvpc network mode takes one network interface of its instance',
      ...interfaceFacts(hit.frame, hit.text, instanceIn(hit.text)),
    ] : []),
    ...heldRoomFacts(hit.frame, instanceIn(hit.text)),
    placeFact(hit.frame),
  ],
  fix: (hit) => withRoomBack(hit.frame, instanceIn(hit.text), fixFor(hit)),
  docsOf: (hit) => (wordOf(hit.text) === 'ENI' ? guide('container-instance-eni') : undefined),
});

function fixFor({ frame, text }: Hit): string {
  const grow = frame.service?.schedulingStrategy === 'DAEMON' ? roomForDaemon(instanceIn(text)) : moreInstances(frame);
  const word = wordOf(text);
  if (word === 'ENI') return moreInterfaces(frame, grow);
  if (word === 'GPU') return `${grow}, or use an instance type with more GPUs`;
  const where = frame.taskDefinition?.cpu ?? frame.taskDefinition?.memory ? 'the task definition' : 'addContainer()';
  return `${grow}, or lower ${lowered(word)} in ${where}`;
}

/** One task for each instance: a new instance gets one of its own. */
function roomForDaemon(instance: string | undefined): string {
  const where = instance ? `container instance ${shortId(instance)}` : 'the instances that lack this task';
  return `free room on ${where}, as a daemon needs it on each: stop a task of another service there`;
}

function lowered(word: string | undefined): string {
  if (word === 'CPU') return 'cpu';
  return word === 'MEMORY' || word === 'MEM' ? 'memoryLimitMiB' : 'memoryLimitMiB / cpu';
}

/** What each task asks for of the resource that is short. */
function demand({ frame, text }: Hit): string | undefined {
  const definition = frame.taskDefinition;
  const sum = (of: (d: ContainerDefinition) => number | undefined) =>
    (definition?.containerDefinitions ?? []).reduce((all, d) => all + (of(d) ?? 0), 0);
  const word = wordOf(text);
  if (word === 'CPU') return asks(Number(definition?.cpu) || sum((d) => d.cpu), 'CPU units');
  if (word === 'MEMORY' || word === 'MEM') return asks(Number(definition?.memory) || sum((d) => d.memoryReservation ?? d.memory), 'MiB');
  return word === 'GPU' ? asks(gpusOf(frame), 'GPUs') : undefined;
}

function asks(amount: number, unit: string): string | undefined {
  return amount ? `each task asks for ${amount} ${unit}` : undefined;
}

const RESOURCES: { readonly [word: string]: string | undefined } = {
  CPU: 'CPU', MEM: 'memory', MEMORY: 'memory', GPU: 'GPUs', ENI: 'network interfaces', FPGA: 'accelerators', DISK: 'disk',
};

/** What the instances have too little of. */
function whatIsShort(text: string): string | undefined {
  const word = wordOf(text);
  if (!word) return SHORT.test(text) ? 'free resources' : undefined;
  return RESOURCES[word];
}

function wordOf(text: string): string | undefined {
  return SHORT_OF.exec(text)?.slice(1).find(Boolean)?.toUpperCase();
}
