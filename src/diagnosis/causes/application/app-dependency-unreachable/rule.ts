import { ended, exits, guide, quoted } from '../../kit';

export const appDependencyUnreachable = ended({
  id: 'app-dependency-unreachable',
  family: 'application',
  title: 'Database, queue or other host not reachable',
  stage: 'run',
  retry: 'maybe',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: ({ address }, line) => [
    'a host that the application needs did not resolve, refused the connection or did not answer',
    address && `its log names this address: ${address}`,
    /127\.0\.0\.1|localhost|\[?::1\]?/.test(line ?? '') && 'the address is the task itself: a setting may still name localhost',
  ],
  fix: 'check host name and port in environment of addContainer(), and open the port: database.connections.allowDefaultPortFrom(service)',
});
