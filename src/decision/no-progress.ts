import { Decision } from './model';
import { Cause, Diagnosis } from '../diagnosis/model';

/** The diagnosis to tell with a decision to fail: where nothing was found, the decision's own words are the cause. */
export function withCause(diagnosis: Diagnosis, because: string, release?: string): Diagnosis {
  return diagnosis.causes.length ? diagnosis : { ...diagnosis, causes: [timeIsOver(because, release)] };
}

/** The same once it is decided: what was merely awaited has now failed, and the message says what would have helped. */
export function failedWith(diagnosis: Diagnosis, { because, release }: Decision & { readonly kind: 'fail' }): Diagnosis {
  const [top, ...others] = withCause(diagnosis, because, release).causes;
  if (!top.waiting) return { ...diagnosis, causes: [top, ...others] };
  const facts = release ? [...top.facts, `awaited: ${release}`] : top.facts;
  return { ...diagnosis, causes: [{ ...top, waiting: false, facts }, ...others] };
}

/** Nothing has failed, and nothing gets on either: then the message leads with what is awaited. */
function timeIsOver(because: string, release: string | undefined): Cause {
  return {
    id: 'deployment-timeout-generic',
    title: 'Deployment does not get on, cause not known',
    stage: 'deployment',
    certainty: 'certain',
    retry: 'maybe',
    symptomOnly: true,
    waiting: false,
    container: null,
    tasks: [],
    headline: because,
    evidence: [],
    facts: release ? [`awaited: ${release}`] : [],
    fix: 'see the events and the tasks of the service; the diagnosis options stuckAfter and timeout say how long to wait',
    docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html',
  };
}
