import { networkQuestion } from './question';
import { networkVerdict } from './verdict';
import { Diagnosis, NetworkVerdict } from '../diagnosis/model';
import { Frame } from '../facts/model';

/** The verdict is the first fact of the cause, and its fix: it names what is wrong, where AWS's text only names the step that failed. */
export function withNetworkVerdict(diagnosis: Diagnosis, verdict: NetworkVerdict | undefined): Diagnosis {
  const [cause, ...others] = diagnosis.causes;
  if (!cause || !verdict) return diagnosis;
  const fact = `network, ${verdict.certainty}: ${verdict.text}`;
  return { ...diagnosis, causes: [{ ...cause, facts: [fact, ...cause.facts], fix: verdict.fix }, ...others], network: verdict };
}

/** The same diagnosis, if no `lookups` were read. */
export function judgedByNetwork(frame: Frame, diagnosis: Diagnosis): Diagnosis {
  const question = frame.lookups ? networkQuestion(frame, diagnosis) : undefined;
  return question && frame.lookups ? withNetworkVerdict(diagnosis, networkVerdict(frame.lookups, question)) : diagnosis;
}
