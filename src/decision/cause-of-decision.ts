import { Decision } from './model';
import { deploymentNotProgressing, notProgressing } from '../diagnosis/causes/deployment/deployment-not-progressing/rule';
import { Cause, Diagnosis } from '../diagnosis/model';
import { toCause } from '../diagnosis/to-cause';

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
  const withRelease = (facts: readonly string[]) => (release ? [...facts, `awaited: ${release}`] : facts);
  const ownWords = top.ownWords && { ownWords: { ...top.ownWords, facts: withRelease(top.ownWords.facts) } };
  return { ...diagnosis, causes: [{ ...top, waiting: false, facts: withRelease(top.facts), ...ownWords }, ...others] };
}

/** Nothing has failed and nothing moves: the headline names the event that the deployment waits for. */
function noProgress(because: string, release: string | undefined): Cause {
  return toCause(deploymentNotProgressing, notProgressing(because, release ? [`awaited: ${release}`] : []));
}
