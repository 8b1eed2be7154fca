import { Heard, Unreached, unreached } from '../../../classify';
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
    headline: `${called(u.container)} listens on ${ports(u)}, but the load balancer checks port ${u.expected}`,
    evidence: u.quotes,
    facts: firstOfEach(u).map(({ line }) => `log: ${line}`),
    // The expected port can still open later: until a task was stopped for it, nothing is lost.
    retry: u.tasks.length ? undefined : 'maybe',
    fix: fixFor(u),
    seen: firstOfEach(u)[0].seen,
    aside: true,
    ownWords: () => ({
      headline: `${called(u.container)} listens on another port than port ${u.expected}, which the load balancer checks`,
      facts: [],
      fix: `let the application listen on port ${u.expected}, or register its port: portMappings in addContainer('${u.container}')`,
    }),
  })),
};

const MAX_PORTS = 3;

/** The first line about each port, of the first few. */
function firstOfEach({ listening }: Unreached): readonly Heard[] {
  return listening.filter(({ port }, i) => listening.findIndex((l) => l.port === port) === i).slice(0, MAX_PORTS);
}

function ports(found: Unreached): string {
  const all = firstOfEach(found).map(({ port }) => port);
  return all.length === 1 ? `port ${all[0]}` : `ports ${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

function fixFor(found: Unreached): string {
  const { expected, registered, container } = found;
  const heard = firstOfEach(found).map(({ port }) => port);
  const port = heard.find((p) => p === registered) ?? heard[0];
  if (heard.length > 1 && port !== registered) {
    return `let the application listen on port ${expected}, or register the one of its ports that serves the requests:`
      + ` portMappings in addContainer('${container}')`;
  }
  if (registered === port) {
    return `let the check ask port ${port}, which gets the traffic: targetGroup.configureHealthCheck({ port: 'traffic-port' })`;
  }
  return `let the application listen on port ${expected}, or register port ${port}:`
    + ` portMappings: [{ containerPort: ${port} }] in addContainer('${container}')`;
}
