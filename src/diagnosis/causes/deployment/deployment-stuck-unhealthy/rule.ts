import { Rule } from '../../../model';
import {
  desiredCount, failedTasks, healthyTasks, isHealthy, LONG_UNHEALTHY_MS, rolloutVerdict, runningTasks, targets,
} from '../../../read';
import { count, duration, time } from '../../../text';
import { guide } from '../../kit';

export const deploymentStuckUnhealthy: Rule = {
  id: 'deployment-stuck-unhealthy',
  family: 'deployment',
  title: 'Tasks run but do not become healthy',
  stage: 'deployment',
  retry: 'maybe',
  symptomOnly: true,
  waiting: true,
  foundBy: 'facts',
  docs: guide('troubleshoot-service-load-balancers'),
  match(frame) {
    const now = time(frame.at);
    const grace = (frame.service?.healthCheckGracePeriodSeconds ?? 0) * 1000;
    const running = runningTasks(frame).filter((t) => now !== undefined && now - (time(t.startedAt) ?? now) > LONG_UNHEALTHY_MS + grace);
    if (!running.length || failedTasks(frame).length || rolloutVerdict(frame) === 'completed') return undefined;
    if (healthyTasks(frame).length >= (desiredCount(frame) ?? 1)) return undefined;
    const unhealthy = running.filter((t) => !isHealthy(frame, t));
    if (!unhealthy.length) return undefined;
    const since = duration((now ?? 0) - (time(unhealthy[0].startedAt) ?? 0));
    const [have, are] = unhealthy.length === 1 ? ['has', 'is'] : ['have', 'are'];
    const states = [...new Set(targets(frame).map((t) => t.health.TargetHealth?.State).filter((s) => s && s !== 'healthy'))];
    return {
      certainty: 'possible',
      tasks: unhealthy,
      headline: `${count(unhealthy.length, 'task')} ${have} run for ${since} and ${are} not healthy`,
      evidence: [],
      facts: [states.length ? `targets are ${states.join(', ')}` : 'no health check has reported success'],
      fix: 'look at target health and container health; compare the health check settings with the answers of the application',
    };
  },
};
