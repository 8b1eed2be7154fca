import { ContainerDefinition, Frame } from '../../../../facts/model';
import { definitionOf, wholeLine } from '../../../read';
import { nameInFix } from '../../../text';
import { ended, exits, guide, quoted } from '../../kit';

export const appPortConflict = ended({
  id: 'app-port-conflict',
  family: 'application',
  title: 'Port already in use inside the task',
  stage: 'run',
  retry: 'never',
  docs: guide('task-networking-awsvpc'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: (_ending, _line, frame) => [shared(frame)],
  fix: ({ container: { name }, task }, line, frame) => {
    const port = /(?::|port |['"], ?)(\d{2,5})\b/i.exec(wholeLine(frame, name, task, line) ?? '')?.[1] ?? '';
    if (!shared(frame)) return twice(frame, name, port);
    return moved(frame, name, port)
      ?? 'give each container of the task its own port, in the application and in portMappings';
  },
});

/** Another container of the task has the port: what moves this one, and where the others expect it. */
function moved(frame: Frame, name: string | undefined, port: string): string | undefined {
  const others = frame.taskDefinition?.containerDefinitions?.filter((one) => one.name !== name) ?? [];
  const holder = others.find((one) => one.portMappings?.some(({ containerPort }) => port && containerPort === Number(port)));
  if (!holder) return undefined;
  const ofPort = (definition: ContainerDefinition | undefined) => (
    definition?.environment?.find((one) => /(?:^|_)PORT$/i.test(one.name ?? '')));
  const before = frame.previousTaskDefinition?.containerDefinitions?.find((one) => one.name === name);
  const [now, then] = [ofPort(definitionOf(frame, name)), ofPort(before)];
  const setting = now ?? then;
  const expected = before?.portMappings?.[0]?.containerPort;
  const other = expected && expected !== Number(port) ? `port ${expected}` : 'another port';
  const variable = `${nameInFix(setting?.name ?? '')} under environment${now ? '' : ', as before'}`;
  const of = `${setting ? variable : 'its variable'}, or its start command`;
  return `let container "${name}" listen on ${other} (${of}): container "${holder.name}" has port ${port}`;
}

/**
 * No other container has the port. Two sources of the configuration each name a listener: the one that the entry point of the image writes,
 * a file, an option such as -dev (hashicorp/docker-vault#7, #229); or the start command starts the server twice.
 */
function twice(frame: Frame, name: string | undefined, port: string): string {
  const definition = definitionOf(frame, name);
  const options = [...definition?.entryPoint ?? [], ...definition?.command ?? []].filter((word) => OF_LISTENER.test(word));
  const variables = (definition?.environment ?? []).filter(({ value }) => port && value?.includes(port)).map((one) => one.name ?? '');
  const places = [...options, ...variables].map(nameInFix);
  const here = places.length ? ` (${[...places, 'the image'].join(', ')})` : '';
  return `leave one listener for ${port && 'port '}${port || 'the port'} in the configuration: a file, a variable and an option can each`
    + ` name one${here}; or let only one process of the container open it: a supervisor or a worker can start the server twice`;
}

/** Options that name a listener, or a file that can. */
const OF_LISTENER = /^--?\w*(?:conf|listen|addr|bind|port|dev\b)/i;

/** undefined: each container has ports of its own, or there is only one. */
function shared({ taskDefinition }: Frame): string | undefined {
  const mode = taskDefinition?.networkMode;
  if (mode === 'host') return 'containers in host network mode share the ports of the instance';
  const several = (taskDefinition?.containerDefinitions?.length ?? 2) > 1;
  return several && mode !== 'bridge' ? 'containers of one task share one network namespace in awsvpc mode' : undefined;
}
