import { Unreached, unreached } from '../../../classify';
import { Finding, Rule } from '../../../model';
import { called, guide } from '../../kit';

export const appPortMismatch: Rule = {
  id: 'app-port-mismatch',
  family: 'load-balancer',
  title: 'Application listens on another port',
  stage: 'run',
  retry: 'never',
  traits: { stoppedByEcs: true },
  explains: ['elb-health-check-connection', 'elb-health-check-timeout'],
  foundBy: 'facts',
  docs: guide('troubleshoot-service-load-balancers'),
  match: (frame) => unreached(frame).filter((u) => u.listening.every((l) => l.port !== u.expected)).map((u): Finding => ({
    certainty: 'certain',
    container: u.container,
    tasks: u.tasks,
    headline: `${called(u.container)} listens on port ${u.listening[0].port}, but the load balancer checks port ${u.expected}`,
    evidence: u.quotes,
    facts: [`log: ${u.listening[0].line}`],
    // The expected port can still open later: until a task was stopped for it, nothing is lost.
    retry: u.tasks.length ? undefined : 'maybe',
    fix: fixFor(u),
  })),
};

function fixFor({ expected, registered, listening: [{ port }], container }: Unreached): string {
  if (registered === port) {
    return `let the check ask port ${port}, which gets the traffic: targetGroup.configureHealthCheck({ port: 'traffic-port' })`;
  }
  return `let the application listen on port ${expected}, or register port ${port}:`
    + ` portMappings: [{ containerPort: ${port} }] in addContainer('${container}')`;
}
