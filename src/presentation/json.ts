import { cleaned, MessageContext } from './message';
import { flat } from './plain';
import { Redactor } from './redact';
import { cleanHeadline } from './short-headline';
import { renderFull } from './terminal';
import { withUntrusted } from './untrusted';
import { CauseId } from '../contract';
import { Cause, Certainty, Diagnosis, NetworkVerdict, Retry, Status } from '../diagnosis/model';
import { count } from '../diagnosis/text';
import { Unavailable } from '../facts/model';

/** A diagnosis as JSON, the same in every command; docs/ecs-why.md has the schema. */
interface DiagnosisJson {
  readonly status: Status;
  readonly verdict: string;
  readonly causes: readonly CauseJson[];
  /** Causes that later tasks got past; they are not in `causes`. */
  readonly over: readonly OverJson[];
  /** Changes of this deployment that explain the first cause. */
  readonly blamed: readonly string[];
  /** What the deployment waits for; null: it has a cause, or it is not in progress. */
  readonly awaited: AwaitedJson | null;
  /** What the routes show of the first cause; null: it is no cause of the network, or the network was not read. */
  readonly network: NetworkVerdict | null;
  readonly impact: string;
  readonly unavailable: readonly Unavailable[];
  /**
   * Members of this object with texts of logs and of AWS, or with names from them: see `withUntrusted`.
   */
  readonly untrusted: readonly string[];
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

interface OverJson {
  readonly id: CauseId;
  readonly title: string;
  readonly container: string | null;
  /** Id of the task that got past the point at which the others failed. */
  readonly task: string;
}

interface AwaitedJson {
  readonly what: string;
  /** What would let the deployment continue. */
  readonly release: string;
  /** For how long the deployment has been going on, in words; null: not known. */
  readonly age: string | null;
}

export function toJson(diagnosis: Diagnosis, verdict: string, context: MessageContext = {}): DiagnosisJson {
  const text = renderFull(diagnosis, context);
  return cleaned(diagnosis, context, (shown, { logLines }, redact, ours) => {
    // A log line may give a secret away that the other texts quote.
    if (logLines !== 0) redact((shown.log?.lines ?? []).map(({ message }) => message ?? '').join('\n'));
    return withUntrusted({ ...jsonOf(shown, verdict, redact, ours), untrusted: [], text });
  }).made;
}

function jsonOf(diagnosis: Diagnosis, verdict: string, redact: Redactor, ours: Redactor): Omit<DiagnosisJson, 'text' | 'untrusted'> {
  const clean = (text: string) => flat(redact(text));
  const nameOf = (container: string | null) => (container === null ? null : clean(container));
  return {
    status: diagnosis.status,
    verdict,
    causes: diagnosis.causes.map((cause) => ({
      id: cause.id,
      title: cause.title,
      certainty: cause.certainty,
      retry: cause.retry,
      container: nameOf(cause.container),
      task: nameOf(cause.tasks[0] ?? null),
      headline: cleanHeadline(cause, clean),
      evidence: [...cause.evidence, ...moreOf(cause), ...cause.facts].map(clean),
      fix: flat(ours(cause.fix)),
      docs: cause.docs,
    })),
    over: (diagnosis.over ?? []).map(({ cause: { id, title, container }, task }) => (
      { id, title, container: nameOf(container), task: clean(task) }
    )),
    blamed: (diagnosis.summary.blamed ?? []).map(clean),
    awaited: awaitedJson(diagnosis, clean),
    network: networkJson(diagnosis, clean),
    impact: clean(diagnosis.impact),
    unavailable: diagnosis.unavailable.map(({ what, message, error, container }) => ({
      what: clean(what) as Unavailable['what'],
      ...(container !== undefined && { container: clean(container) }),
      ...(error !== undefined && { error: clean(error) }),
      ...(message !== undefined && { message: clean(message) }),
    })),
  };
}

function moreOf({ moreEvidence }: Cause): readonly string[] {
  return moreEvidence ? [`... and ${count(moreEvidence, 'more text')} of AWS`] : [];
}

function networkJson({ network }: Diagnosis, clean: (text: string) => string): NetworkVerdict | null {
  if (!network) return null;
  const { leaf, certainty, text, evidence, fix, subnets } = network;
  return { leaf, certainty, text: clean(text), evidence: evidence.map(clean), fix: clean(fix), subnets: subnets.map(clean) };
}

function awaitedJson({ awaited }: Diagnosis, clean: (text: string) => string): AwaitedJson | null {
  return awaited ? { what: clean(awaited.what), release: clean(awaited.release), age: awaited.age ?? null } : null;
}
