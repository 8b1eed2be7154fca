import { unreached } from '../../../classify';
import { Finding, Rule } from '../../../model';
import { isNetworkGroup } from '../../../read';
import { isOnlyWording, LOOPBACK } from '../../../read/listening';
import { called, guide, orBack } from '../../kit';
import { bindSetting } from '../bind-settings';

export const appBindLocalhost: Rule = {
  id: 'app-bind-localhost',
  family: 'load-balancer',
  title: 'Application listens on localhost only',
  stage: 'run',
  retry: 'never',
  traits: { stoppedByEcs: true },
  explains: ['elb-health-check-connection', 'elb-health-check-timeout'],
  foundBy: 'facts',
  docs: guide('troubleshoot-service-load-balancers'),
  match: (frame) => unreached(frame).flatMap((u): readonly Finding[] => {
    // a line with the port alone says nothing of the address
    const here = u.listening.filter((l) => l.port === u.expected && l.host);
    const [local] = here;
    if (!local || !here.every((l) => LOOPBACK.test(l.host ?? '') && !isOnlyWording(l))) return [];
    const fix = (line: string) => address(line) + orBack({ frame, name: u.container });
    const address = (line: string) => {
      const setting = bindSetting(frame, u.container, line, local.port);
      if (setting) return `let the server listen on all addresses (0.0.0.0), not on localhost: ${setting}`;
      return isNetworkGroup(u.group)
        ? `let the server accept connections on port ${u.expected} of all addresses (0.0.0.0), not on localhost: its bind or listen address`
        : 'let the application listen on 0.0.0.0, not on localhost (HOST=0.0.0.0, --host 0.0.0.0, server.address)';
    };
    return [{
      // "localhost" in a banner is often only wording; 127.0.0.1 is an address
      certainty: local.host === 'localhost' ? 'probable' : 'certain',
      container: u.container,
      tasks: u.tasks,
      headline: `${called(u.container)} listens on ${local.host}:${local.port} only, so the load balancer cannot reach it`,
      evidence: u.quotes,
      facts: [`log: ${local.line}`],
      seen: local.seen,
      aside: true,
      retry: u.tasks.length ? undefined : 'maybe',
      fix: fix(local.line),
      ownWords: () => ({
        headline: `${called(u.container)} listens on localhost:${u.expected} only, so the load balancer cannot reach it`,
        facts: [],
        fix: fix(''),
      }),
    }];
  }),
};
