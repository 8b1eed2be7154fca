import { foreign } from './foreign';
import { plainHeadline } from './headline';
import { MessageContext, messageLines } from './message';
import { RECOVERED, recoveredLines, recoveredToShow } from './recovered';
import { command, fenced, markdown } from './workflow';
import { Diagnosis } from '../diagnosis/model';

/** One deployment for GitHub Actions. */
export interface Annotated {
  /** `prod/web`, a file, ... */
  readonly name: string;
  readonly diagnosis: Diagnosis;
  readonly context?: MessageContext;
  /** What a healthy deployment recovered from. */
  readonly recovered?: Diagnosis;
  /** Another deployment has taken its place. */
  readonly replaced?: boolean;
}

/**
 * Workflow commands (GitHub documentation, workflow commands): an annotation is one line, with its line breaks and signs escaped.
 * A failed deployment is an error. A failure in a deployment that is healthy or was replaced is a warning. A wait is no annotation.
 */
export function annotations({ name, diagnosis, context, recovered, replaced }: Annotated): readonly string[] {
  const shown = recoveredToShow(diagnosis, recovered);
  if (shown) {
    const [{ title, id }] = shown.causes;
    return [command('warning', `${name}: recovered from: ${title} [${id}]`, joined(recoveredLines(shown, context)))];
  }
  const [top] = diagnosis.causes;
  if (!top || top.waiting) return diagnosis.status === 'failed' ? [command('error', name, plainHeadline(diagnosis, context))] : [];
  const level = diagnosis.status === 'healthy' || replaced ? 'warning' : 'error';
  return [command(level, `${name}: ${top.title} [${top.id}]`, joined(messageLines(diagnosis, context)))];
}

/**
 * What later steps of a job can ask about a deployment that failed: `cause` is the id, `headline` one line, `fatal` is `true` if the same
 * deployment would fail again. All are empty, and `fatal` is `false`, if none of the deployments has failed.
 */
interface StepOutputs {
  readonly cause: string;
  readonly headline: string;
  readonly fatal: 'true' | 'false';
}

/** Of the first deployment that is annotated as an error. */
export function stepOutputs(deployments: readonly Annotated[]): StepOutputs {
  const first = deployments.find((one) => annotations(one).some((line) => line.startsWith('::error ')));
  if (!first) return { cause: '', headline: '', fatal: 'false' };
  const [top] = first.diagnosis.causes;
  const fatal = top?.retry === 'never' ? 'true' : 'false';
  return { cause: top?.id ?? '', headline: plainHeadline(first.diagnosis, first.context), fatal };
}

const joined = (lines: readonly { readonly text: string }[]) => lines.map((line) => line.text).join('\n');

/** GitHub Markdown for the job summary: the verdict, then the evidence folded away. */
export function jobSummary({ name, diagnosis, context, recovered }: Annotated): string {
  const shown = recoveredToShow(diagnosis, recovered);
  const [head, ...rest] = shown ? recoveredLines(shown, context) : messageLines(diagnosis, context);
  const verdict = markdown(shown ? RECOVERED + head.text : head.text);
  const fix = rest.find((line) => line.kind === 'fix')?.text;
  return [
    `### ${markdown(foreign(name))}`,
    '',
    `**${verdict}**`,
    ...(fix ? ['', markdown(fix)] : []),
    ...(rest.length ? ['', '<details><summary>Evidence</summary>', '', fenced(joined(rest)), '', '</details>'] : []),
    '',
  ].join('\n');
}
