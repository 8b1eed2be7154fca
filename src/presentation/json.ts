import { MessageContext } from './message';
import { flat, withoutForbiddenWord } from './plain';
import { redactor } from './redact';
import { renderFull } from './terminal';
import { CauseId } from '../contract';
import { Certainty, Diagnosis, Retry, Status } from '../diagnosis/model';
import { Unavailable } from '../facts/model';

/** A diagnosis as JSON, the same in every command; docs/ecs-why.md has the schema. */
interface DiagnosisJson {
  readonly status: Status;
  readonly verdict: string;
  readonly causes: readonly CauseJson[];
  readonly impact: string;
  readonly unavailable: readonly Unavailable[];
  /** The message as a person reads it. */
  readonly text: string;
}

interface CauseJson {
  readonly id: CauseId;
  readonly title: string;
  readonly certainty: Certainty;
  readonly retry: Retry;
  readonly container: string | null;
  /** Id of the first task that shows it. */
  readonly task: string | null;
  readonly headline: string;
  readonly evidence: readonly string[];
  readonly fix: string;
  readonly docs: string;
}

export function toJson(diagnosis: Diagnosis, verdict: string, context: MessageContext = {}): DiagnosisJson {
  const redact = redactor(context.redact);
  const clean = (text: string) => flat(withoutForbiddenWord(redact(text)));
  return {
    status: diagnosis.status,
    verdict,
    causes: diagnosis.causes.map((cause) => ({
      id: cause.id,
      title: cause.title,
      certainty: cause.certainty,
      retry: cause.retry,
      container: cause.container,
      task: cause.tasks[0] ?? null,
      headline: clean(cause.headline),
      evidence: [...cause.evidence, ...cause.facts].map(clean),
      fix: clean(cause.fix),
      docs: cause.docs,
    })),
    impact: clean(diagnosis.impact),
    unavailable: diagnosis.unavailable.map((u) => ({ ...u, ...(u.message && { message: clean(u.message) }) })),
    text: renderFull(diagnosis, context),
  };
}
