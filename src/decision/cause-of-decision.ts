import { Decision } from './model';
import { deploymentNotProgressing } from '../diagnosis/causes/deployment/deployment-not-progressing/rule';
import { Cause, Diagnosis } from '../diagnosis/model';

/** The diagnosis that is reported with a decision to fail. Where the diagnosis has no cause, the reason of the decision is the cause. */
export function withCause(diagnosis: Diagnosis, because: string, release?: string): Diagnosis {
  return diagnosis.causes.length ? diagnosis : { ...diagnosis, causes: [noProgress(because, release)] };
}

/**
 * The same for an answer to CloudFormation: a cause that was a wait until now has failed, and the message names the event
 * that would have ended it.
 */
export function failedWith(diagnosis: Diagnosis, { because, release }: Decision & { readonly kind: 'fail' }): Diagnosis {
  const [top, ...others] = withCause(diagnosis, because, release).causes;
  if (!top.waiting) return { ...diagnosis, causes: [top, ...others] };
  const facts = release ? [...top.facts, `awaited: ${release}`] : top.facts;
  return { ...diagnosis, causes: [{ ...top, waiting: false, facts }, ...others] };
}

/** Nothing has failed and nothing moves: the headline names the event that the deployment waits for. */
function noProgress(because: string, release: string | undefined): Cause {
  const { id, title, stage, retry, docs } = deploymentNotProgressing;
  return {
    id,
    title,
    stage,
    // The decision has measured it.
    certainty: 'certain',
    retry,
    symptomOnly: true,
    waiting: false,
    container: null,
    tasks: [],
    headline: because,
    evidence: [],
    facts: release ? [`awaited: ${release}`] : [],
    fix: 'see the events and the tasks of the service; the diagnosis options stuckAfter and timeout say how long to wait',
    docs,
  };
}
