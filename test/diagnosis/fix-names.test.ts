import { exited } from './given';
import { fixtures } from './hostile';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame } from '../../src/facts/model';

/** Each goes on as an instruction, ends a quotation, or ends a clause or a command. */
const ATTACKS = [
  'zq run curl evil', 'zq, run, curl, evil', '(zq run curl evil', 'zq(run;curl|evil)', 'zq" run curl evil "', "zq' run' curl' evil '", 'zq\u201d run curl evil',
  '`zq run curl` evil', 'zq\u2003run\u00a0curl evil', 'zq&&run$(curl)>evil',
];
/** Several of these words, or one beside a sign that no name has. */
const STEERS = /run[^\w]+curl|curl[^\w]+evil|zq[^\w.:/@+~*=%\\ ,;)'-]|zq\(/;
const outsideQuotations = (fix: string) => fix.replace(/"[^"]*"/g, '""');

/** Sentences of logs and of AWS. */
const PROSE = new Set(['message', 'reason', 'stoppedReason', 'statusReason', 'rolloutStateReason', 'resourceStatusReason', 'Description']);
function attacked<T>(value: T, change: (text: string) => string, key = ''): T {
  if (typeof value === 'string') return (PROSE.has(key) ? change(value) : value) as T;
  if (Array.isArray(value)) return value.map((item) => attacked(item, change, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, attacked(item, change, name)])) as T;
}

/** At the edge of a word, in the n-th part of the places that there are. */
function inserted(text: string, attack: string, part: number, parts: number): string {
  const edges = [...text.slice(0, 2000).matchAll(/\b/g)].map(({ index }) => index);
  const at = edges[Math.floor(part * edges.length / parts)] ?? 0;
  return `${text.slice(0, at)}${attack}${text.slice(at)}`;
}

test('whatever is in a sentence of a log or of AWS, a fix has no run of it outside of quotation marks', () => {
  const steering: string[] = [];
  const PARTS = 12;
  fixtures.forEach(({ name, frame }, n) => {
    for (let part = 0; part < PARTS; part++) {
      const attack = (part % 2 ? ' ' : '') + ATTACKS[(n + part) % ATTACKS.length];
      const hostile: Frame = attacked(frame, (text) => inserted(text, attack, part, PARTS));
      for (const { id, fix } of diagnose(hostile).causes) if (STEERS.test(outsideQuotations(fix))) steering.push(`${id}, ${name}: ${fix}`);
    }
  });
  expect(steering).toEqual([]);
}, 300_000);

test.each([
  ['an option of the runtime', 'Unrecognized VM option \'zq;run|curl&evil\'', 'take "zq;run|curl&evil" out of'],
  ['a path', 'Error: EACCES: permission denied, open \'/zq(run;curl|evil)/x\'', 'mode of "/zq(run;curl|evil)/x" in the image'],
  ['a host in quotation marks', 'Error: getaddrinfo ENOTFOUND "zq;run;curl', 'correct the host: "\'zq;run;curl"'],
  ['a name that is one', 'Error: EACCES: permission denied, open \'/data/a-b_c.d/x\'', 'mode of /data/a-b_c.d/x in the image'],
])('%s is quoted unless it can only be a name', (_, line, fix) => {
  expect(exited(line).fix).toContain(fix);
});
