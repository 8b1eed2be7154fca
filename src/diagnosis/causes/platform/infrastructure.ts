import { Task } from '../../../facts/model';
import { causeOfStatement, causeOfStopCode } from '../../classify';
import { CauseInfo, Rule } from '../../model';
import { failedTasks, instanceOf, isAboutInstanceAwaited, places, statements } from '../../read';
import { guide } from '../kit';

interface InfrastructureCause extends Pick<CauseInfo, 'id' | 'title'> {
  readonly headline: string;
  readonly fix: string;
}

/** A stop that is neither the fault of the application nor of its configuration: by stop code, or by AWS's words. */
export function infrastructureRule({ id, title, headline, fix }: InfrastructureCause): Rule {
  return {
    id,
    title,
    family: 'platform',
    stage: 'placement',
    retry: 'likely',
    docs: guide('stopped-task-error-codes'),
    match(frame) {
      const byCode = failedTasks(frame).filter((t) => causeOfStopCode(t) === id);
      const said = statements(frame).filter((s) => causeOfStatement(s) === id && !isAboutInstanceAwaited(frame, s));
      // A stop code that names another cause, or the container, goes before the words.
      const isOpen = (task: Task) => task.stopCode !== 'EssentialContainerExited' && (causeOfStopCode(task) ?? id) === id;
      const byWords = said.flatMap((s) => s.tasks).filter(isOpen);
      const events = said.filter((s) => s.from === 'event');
      const tasks = [...new Set([...byCode, ...byWords])];
      if (!tasks.length && !events.length) return undefined;
      return {
        // InfrastructureHealth covers both: the host failed, or AWS maintained it
        certainty: tasks.length && tasks.every((t) => t.stopCode === 'InfrastructureHealth' && !t.stoppedReason) ? 'probable' : 'certain',
        tasks,
        headline,
        facts: tasks.some(instanceOf) ? [`the tasks were${places(tasks)}`] : [],
        evidence: [...new Set([...tasks.map((t) => t.stoppedReason ?? `stopCode ${t.stopCode}`), ...events.map((e) => e.quote)])],
        fix,
      };
    },
  };
}
