import { Cause, Diagnosis } from '../diagnosis/model';

/** The diagnosis to tell with a decision to fail: where nothing was found, the decision's own words are the cause. */
export function withCause(diagnosis: Diagnosis, because: string): Diagnosis {
  return diagnosis.causes.length ? diagnosis : { ...diagnosis, causes: [timeIsOver(because)] };
}

/** Nothing has failed, and nothing gets on either: then the message leads with what is awaited. */
function timeIsOver(because: string): Cause {
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
    facts: [],
    fix: 'see the events and the tasks of the service; the diagnosis options stuckAfter and timeout say how long to wait',
    docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html',
  };
}
