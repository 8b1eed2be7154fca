import { guide, quoted, stated } from '../../kit';

export const logDriverConfig = stated({
  id: 'log-driver-config',
  family: 'logging',
  title: 'Log driver options invalid',
  stage: 'start',
  retry: 'never',
  docs: guide('using_awslogs'),
  certainty: (hit) => (/option|value|require|unknown|invalid|must|expected|no log driver/i.test(hit.text) ? 'certain' : 'possible'),
  headline: (hit) => `${hit.who} cannot start: its log driver refused the configuration${detail(hit.text)}`,
  fix: 'correct logging in addContainer(): LogDrivers.awsLogs({ streamPrefix, logGroup }) sets every required option',
});

function detail(text: string): string {
  const words = /(?:args|driver): (.+)$/i.exec(text)?.[1];
  return words && !/<reason>/.test(words) ? `: ${quoted(words)}` : '';
}
