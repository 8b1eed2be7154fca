import { Hit } from '../kit';

/** The log group that a text names, or the only one of the task definition. */
export function groupOf(hit: Hit): string | undefined {
  const named = /log-group:([^\s:"']+)/.exec(hit.text)?.[1];
  const defined = [...new Set((hit.frame.taskDefinition?.containerDefinitions ?? [])
    .flatMap((d) => d.logConfiguration?.options?.['awslogs-group'] ?? []))];
  return named ?? (defined.length === 1 ? defined[0] : undefined);
}

/** The container that logs to the group that the text names, when exactly one does and more than one could. */
export function loggingContainer(hit: Hit): string | undefined {
  const named = /log-group:([^\s:"']+)/.exec(hit.text)?.[1];
  const using = (hit.frame.taskDefinition?.containerDefinitions ?? [])
    .filter((d) => named && d.logConfiguration?.options?.['awslogs-group'] === named);
  return using.length === 1 ? using[0].name : undefined;
}
