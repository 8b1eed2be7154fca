import { Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { definitionOf, logLines } from '../../../read';
import { lastPart } from '../../../text';
import { ended, exits, guide, keyFix, quoted, whatItLacked } from '../../kit';
import { atHand, blankFact, blankFix, droppedEnvironment, variableIn } from '../settings';

export const appConfigMissing = ended({
  id: 'app-config-missing',
  family: 'application',
  title: 'Application lacks a required setting',
  stage: 'run',
  retry: 'never',
  docs: guide('taskdef-envfiles'),
  headline: (ending, line) =>
    `${exits(ending)}: ${line ? quoted(line) : 'a required setting is missing'}`,
  facts: (ending, line, frame) => [
    blankFact(frame, ending.container.name, line), alreadySet(frame, ending.container.name, line),
    other(frame, ending.container.name, line), dropper(frame, ending, line), whatItLacked(ending),
  ],
  fix: (ending, line, frame) => {
    if (ending.read) return 'create the parameter, secret or object that the start asks for, or correct its name there and its Region';
    const blank = blankFix(frame, ending.container.name, line);
    if (blank) return blank;
    const fields = fieldsOfPydantic(frame, ending, line);
    if (fields) return `set ${fields} under environment (or secrets) in addContainer('${ending.container.name}', ...)`;
    const name = variableIn(line);
    if (alreadySet(frame, ending.container.name, line)) {
      const dropped = isGiven(frame, ending.container.name, name) ? droppedBy(frame, ending, name ?? '') : undefined;
      if (dropped) return dropped.fix;
      const secret = definitionOf(frame, ending.container.name)?.secrets?.find((one) => one.name === name)?.valueFrom;
      return secret
        ? `look at the value of ${lastPart(secret)}, which ${name} gets: an empty one, or a JSON document in place of one field, counts as`
          + ' missing; and at the start command: a script or another user can drop it'
        : `check the value of ${name} in addContainer('${ending.container.name}', ...), and the start command:`
          + ' a script or another user can drop it';
    }
    const { name: container } = ending.container;
    const found = atHand(frame, container, name);
    if (found) return found.fix;
    const key = name ? undefined : keyFix(frame, ending, line ?? '');
    return key ?? `set ${name ?? 'the missing setting'} under environment (or secrets) in addContainer('${ending.container.name}', ...)`;
  },
});

/** pydantic-settings reads each field from the variable of its name, after env_prefix if the program has one. */
function fieldsOfPydantic(frame: Frame, { container: { name }, task }: Ending, line = ''): string | undefined {
  if (!/\bvalidation errors? for /.test(line)) return undefined;
  const texts = logLines(frame, name, task).map(({ message = '' }) => message.slice(0, 200));
  const fields = texts.filter((text, i) => /^\w{2,60}$/.test(text) && /^\s+Field required/i.test(texts[i + 1] ?? ''));
  return [...new Set(fields)].slice(0, MOST_FIELDS).map((field) => field.toUpperCase()).join(', ') || undefined;
}

const MOST_FIELDS = 6;

/** A slip of the pen, or one of a group is missing. */
function other(frame: Frame, container: string | undefined, line: string | undefined): string | undefined {
  const definition = definitionOf(frame, container);
  const wanted = variableIn(line) ?? '';
  const found = atHand(frame, container, wanted);
  if (found) return found.fact;
  const given = [...definition?.environment ?? [], ...definition?.secrets ?? []].map((one) => one.name ?? '');
  const beside = given.filter((one) => wanted.includes('_') && one.startsWith(wanted.replace(/[^_]+$/, ''))).slice(0, 3);
  return beside.length && !given.includes(wanted) ? `the task definition has ${beside.join(', ')}, and not ${wanted}` : undefined;
}

/** The task definition has a value for it. */
function isGiven(frame: Frame, container: string | undefined, name: string | undefined): boolean {
  const definition = definitionOf(frame, container);
  return Boolean(definition?.secrets?.some((s) => s.name === name) || definition?.environment?.some((e) => e.name === name && e.value));
}

function droppedBy(frame: Frame, { container: { name }, task }: Ending, what: string) {
  return droppedEnvironment(frame, name, logLines(frame, name, task).map(({ message = '' }) => message.slice(0, 300)), what);
}

/** Known only where the task definition has the variable. */
function dropper(frame: Frame, ending: Ending, line: string | undefined): string | undefined {
  const name = variableIn(line);
  return isGiven(frame, ending.container.name, name) ? droppedBy(frame, ending, name ?? '')?.fact : undefined;
}

/** The task definition has the variable that the line calls missing. */
function alreadySet(frame: Frame, container: string | undefined, line: string | undefined): string | undefined {
  const name = variableIn(line);
  const definition = definitionOf(frame, container);
  if (!name) return undefined;
  if (definition?.secrets?.some((s) => s.name === name)) return `${name} is in the task definition, as a secret`;
  const given = definition?.environment?.find((e) => e.name === name);
  if (!given) return undefined;
  return given.value ? `${name} is in the task definition, in environment` : `${name} is in the task definition, but empty`;
}
