import { called, guide, quoted, stated } from '../../kit';
import { checkOf, healthFindings } from '../container-checks';

const INFO = {
  id: 'container-health-check',
  family: 'health',
  title: 'Container health check failed',
  stage: 'health',
  retry: 'maybe',
  docs: guide('healthcheck'),
} as const;

const SAYS = /(failed|fails) container health ?checks?|container health ?checks? failed|replaced \d+ tasks? due to an unhealthy status|is unhealthy.{0,60}container health/i;

export const containerHealthCheck = {
  ...stated({
    ...INFO,
    says: SAYS,
    // "replaced due to an unhealthy status" does not say which check it was
    certainty: (hit) => (/unhealthy status/i.test(hit.text) ? 'possible' : 'certain'),
    containerOf: (hit) => unhealthyIn(hit.tasks),
    headline: (hit) => {
      const check = checkOf(hit.frame, hit.container);
      if (/unhealthy status/i.test(hit.text)) return 'a task was replaced because it was unhealthy; AWS does not say by which check';
      return `${hit.container ? called(hit.container) : 'a container'} fails its health check${check.command ? `: ${quoted(check.command, 56)}` : ''}`;
    },
    facts: (hit) => [...checkOf(hit.frame, hit.container).facts],
    fix: (hit) => checkOf(hit.frame, hit.container).fix,
  }),
};

function unhealthyIn(tasks: Parameters<typeof healthFindings>[0]): string | undefined {
  return healthFindings(tasks)[0];
}
