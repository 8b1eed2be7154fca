import { ContainerDefinition, Frame } from '../../../../facts/model';
import { SHORT, SHORT_OF } from '../../../classify/aws-texts';
import { healthyPercent, scalingProvider } from '../../../read';
import { guide, Hit, stated } from '../../kit';
import { gpusOf } from '../providers';

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
    wordOf(hit.text) === 'ENI' && 'each task with awsvpc network mode takes one network interface of its instance',
  ],
  fix: (hit) => fixFor(hit),
});

function fixFor({ frame, text }: Hit): string {
  const provider = scalingProvider(frame);
  const grow = provider
    ? `raise maxCapacity of the Auto Scaling group of capacity provider ${provider}`
    : 'add instances (capacity provider with managed scaling, or asg.maxCapacity)';
  const word = wordOf(text);
  if (word === 'ENI') {
    return `${grow}, or use a larger instance type; or more interfaces for each instance: aws ecs put-account-setting-default`
      + ' --name awsvpcTrunking --value enabled, and new instances after that';
  }
  if (word === 'GPU') return `${grow}, or use an instance type with more GPUs${oldTaskFirst(frame)}`;
  return `${grow}, or lower ${lowered(word)} in addContainer()${oldTaskFirst(frame)}`;
}

function lowered(word: string | undefined): string {
  if (word === 'CPU') return 'cpu';
  return word === 'MEMORY' || word === 'MEM' ? 'memoryLimitMiB' : 'memoryLimitMiB / cpu';
}

/** It helps where old tasks run, and is set already where the limit is 100. */
function oldTaskFirst(frame: Frame): string {
  const { max = 200 } = healthyPercent(frame.service) ?? {};
  return max > 100 ? '; with maxHealthyPercent: 100 the old task stops first' : '';
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
