import { TextInFrame } from './statements';

/** ARN or name of the secret or parameter that a text speaks of. */
export function secretIn(text: string): string | undefined {
  const inArn = /arn:[\w-]+:(?:secretsmanager|ssm):[\w-]*:[^:\s]*:(?:secret:|parameter\/?)([^\s'",:]+)/.exec(text)?.[1];
  return inArn?.replace(/-[A-Za-z0-9]{6}$/, '')
    ?? /invalid (?:ssm )?parameters?: *([^\s,]+)/i.exec(text)?.[1]
    ?? /(?:secret|parameter) ([\w/.!@-]*[/_-][\w/.!@-]+)/i.exec(text)?.[1]?.replace(/[.:,]+$/, '');
}

/** The container that uses the secret (or its key), when the task definition shows exactly one. */
export function usingContainer(hit: TextInFrame, needle: string | undefined): string | undefined {
  if (!needle) return undefined;
  const using = (hit.frame.taskDefinition?.containerDefinitions ?? []).filter((d) => d.secrets?.some((s) => s.valueFrom?.includes(needle)));
  return using.length === 1 ? using[0].name : undefined;
}

/** Variable of a container that gets its value from the secret. */
export function variableFor(hit: TextInFrame, needle: string | undefined): string | undefined {
  const definitions = hit.frame.taskDefinition?.containerDefinitions ?? [];
  return needle ? definitions.flatMap((d) => d.secrets ?? []).find((s) => s.valueFrom?.includes(needle))?.name : undefined;
}
