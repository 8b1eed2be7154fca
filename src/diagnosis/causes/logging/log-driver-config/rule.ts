import { Frame } from '../../../../facts/model';
import { causeOfStatement } from '../../../classify';
import { Finding, Rule } from '../../../model';
import { statements } from '../../../read';
import { guide, quoted, stated } from '../../kit';
import { otherRegion, regionFact, regionFix } from '../groups';

const inWords = stated({
  id: 'log-driver-config',
  family: 'logging',
  title: 'Log driver options invalid',
  stage: 'start',
  retry: 'never',
  foundBy: 'table and facts',
  docs: guide('using_awslogs'),
  certainty: (hit) => (/option|value|require|unknown|invalid|must|expected|no log driver/i.test(hit.text) ? 'certain' : 'possible'),
  headline: (hit) => `${hit.who} cannot start: its log driver refused the configuration${detail(hit.text)}`,
  facts: (hit) => [regionFact(hit.frame)],
  fix: (hit) => {
    const other = otherRegion(hit.frame);
    return other?.invalid ? regionFix(other) : 'correct logging in addContainer():'
      + ' LogDrivers.awsLogs({ streamPrefix, logGroup }) sets every required option';
  },
});

export const logDriverConfig: Rule = {
  ...inWords,
  match: (frame) => [...[inWords.match(frame) ?? []].flat(), ...withoutRegion(frame)],
};

/** The log driver cannot reach a host whose name has no Region in it. */
function withoutRegion(frame: Frame): readonly Finding[] {
  const other = otherRegion(frame);
  const said = statements(frame).filter((s) => causeOfStatement(s) === 'log-network');
  if (!other?.invalid || !said.length) return [];
  return [{
    certainty: 'certain',
    tasks: [...new Set(said.flatMap((s) => s.tasks))],
    headline: `the task cannot start: awslogs-region of its log driver is "${other.region}", which is no Region`,
    evidence: [...new Set(said.map((s) => s.quote))],
    facts: [`the service is in ${other.own}`],
    fix: regionFix(other),
  }];
}

function detail(text: string): string {
  const words = /(?:args|driver): (.+)$/i.exec(text)?.[1];
  return words && !/<reason>/.test(words) ? `: ${quoted(words)}` : '';
}
