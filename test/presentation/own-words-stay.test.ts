import { readFileSync } from 'fs';
import { join } from 'path';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Recording } from '../../src/facts/model';
import { messageLines } from '../../src/presentation/message';
import { redactor } from '../../src/presentation/redact';

const corpus = join(__dirname, '..', 'corpus');
const { frames: [frame] } = JSON.parse(readFileSync(join(corpus, 'cases', 'unicode-and-emoji.json'), 'utf8')) as Recording;

/** The application logs this and exits with code 1. */
function after(line: string): Frame {
  const events = line.split('\n').map((message, i) => ({ timestamp: 1764414000000 + i, message }));
  const logs = Object.entries(frame.logs ?? {}).map(([container, tasks]) => (
    [container, Object.fromEntries(Object.keys(tasks).map((id) => [id, events]))]
  ));
  return { ...frame, logs: Object.fromEntries(logs) as Frame['logs'] };
}

/** Beginnings of what the redaction looks for, at the end of a line: what follows in the headline is ours. */
const NAMES = ['password', 'credentials'];
const ENDS = ['', "'", '"', ':', '=', ' =', ' is', '`', ' (', ' [', "='", '="', "': '", ' -> ', ' "', ' <', ' value', ' was', ' --password', '--token', ' -p', ' Bearer', '?key=', ' code', '\u300c'];
const OPEN = [
  'Invalid API key provided', 'Error: secretOrPrivateKey must have a value', 'flag provided but not defined: -auth-token', 'secret prod/db-password-AbCdEf not found', 'Authorization: Bearer', 'Error: Cookie: a', 'Error: curl -u',
  'Error: IDENTIFIED BY', 'Error: https://user:', 'Error: -----BEGIN RSA PRIVATE KEY-----', 'Error: {"name":"DB_PASSWORD","value":', 'Error: | password |', 'Error: the password for root is', 'Error: password, got',
];
const lines = [
  ...readFileSync(join(corpus, 'log-lines.txt'), 'utf8').split('\n').filter(Boolean), ...OPEN,
  ...NAMES.flatMap((name) => ENDS.flatMap((end) => [`Error: bad ${name}${end}`, `Error: ${name} prod/db" ${end} not found${end}`])),
];

test.each([
  ['ShopEc2TaskDef58574866:2'], ['ServiceD69D759B:12'], ['OrdersWeb2TaskDef12345678'], ['arn:aws:ecs:eu-west-1:123456789012:task-definition/ShopEc2TaskDef58574866:2'],
])('%s, a name that CDK makes of a path, stays', (name) => {
  const redact = redactor();
  expect(redact(`task definition ${name}`)).toBe(`task definition ${name}`);
  expect(redact(`{"taskDefinition":"${name}"}`)).toBe(`{"taskDefinition":"${name}"}`);
});

test('no line of a log takes the id of the cause, a quotation mark or our words out of a message', () => {
  const lost = lines.flatMap((line) => {
    const diagnosis = diagnose(after(line));
    const [headline, ...others] = messageLines(diagnosis);
    const ours = others.filter(({ kind }) => ['impact', 'fix', 'docs', 'stopped-tasks', 'over'].includes(kind));
    const kept = headline.text.endsWith(` [${diagnosis.causes[0].id}]`) && headline.text.split('"').length % 2 === 1 && headline.text.includes('hotel');
    return kept && !ours.some(({ text }) => text.includes('***')) ? [] : [[line, headline.text]];
  });
  expect(lost).toEqual([]);
});
