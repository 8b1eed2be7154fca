import { Frame } from '../../../../facts/model';
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
  fix: (_ending, _line, frame) => (shared(frame)
    ? 'give each container of the task its own port, in the application and in portMappings'
    : 'let only one process of the container open the port: the start command, a supervisor or a worker starts the server twice'),
});

/** undefined: each container has ports of its own, or there is only one. */
function shared({ taskDefinition }: Frame): string | undefined {
  const mode = taskDefinition?.networkMode;
  if (mode === 'host') return 'containers in host network mode share the ports of the instance';
  const several = (taskDefinition?.containerDefinitions?.length ?? 2) > 1;
  return several && mode !== 'bridge' ? 'containers of one task share one network namespace in awsvpc mode' : undefined;
}
