import { CauseInfo, Rule } from '../../model';
import { failedTasks, statements } from '../../read';
import { guide } from '../kit';
import { faultOf } from '../wording';

interface InfrastructureCause extends Pick<CauseInfo, 'id' | 'title'> {
  /** Stop codes that decide by themselves. */
  readonly codes?: RegExp;
  readonly headline: string;
  readonly fix: string;
}

const DECIDED = /^(SpotInterruption|TerminationNotice|InfrastructureHealth|EssentialContainerExited)$/;

/** A stop that is neither the fault of the application nor of its configuration: by stop code, or by AWS's words. */
export function infrastructureRule({ id, title, codes, headline, fix }: InfrastructureCause): Rule {
  return {
    id,
    title,
    family: 'platform',
    stage: 'placement',
    retry: 'likely',
    docs: guide('stopped-task-error-codes'),
    match(frame) {
      const byCode = failedTasks(frame).filter((t) => codes?.test(t.stopCode ?? ''));
      const said = statements(frame).filter((s) => faultOf(s) === id);
      // A stop code of this family decides; the words of another cause then count for nothing.
      const byWords = said.flatMap((s) => s.tasks).filter((t) => codes?.test(t.stopCode ?? '') || !DECIDED.test(t.stopCode ?? ''));
      const events = said.filter((s) => s.from === 'event');
      const tasks = [...new Set([...byCode, ...byWords])];
      if (!tasks.length && !events.length) return undefined;
      return {
        // InfrastructureHealth covers both: the host failed, or AWS maintained it
        certainty: tasks.length && tasks.every((t) => t.stopCode === 'InfrastructureHealth' && !t.stoppedReason) ? 'probable' : 'certain',
        tasks,
        headline,
        evidence: [...new Set([...tasks.map((t) => t.stoppedReason ?? `stopCode ${t.stopCode}`), ...events.map((e) => e.quote)])],
        fix,
      };
    },
  };
}
