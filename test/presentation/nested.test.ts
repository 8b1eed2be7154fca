import { redactor } from '../../src/presentation/redact';

const redact = redactor();
const [A, B] = ['Zk7qTr0ub4dor9', 'correcthorse'];

test.each([
  ['a list of JSON', `{"passwords":["${B}","${A}"]}`, '{"passwords":["***","***"]}'],
  ['over lines', `"passwords": [\n  "${B}",\n  "${A}"\n]`, '"passwords": [\n  "***",\n  "***"\n]'],
  ['a tuple of Python', `secrets=('${A}', '${A}x')`, 'secrets=(\'***\', \'***\')'],
  ['words in brackets', `tokens: [${A}, ${A}x]`, 'tokens: [***, ***]'],
  ['a list of PHP', `'passwords' => ['${A}', '${B}']`, '\'passwords\' => [\'***\', \'***\']'],
  ['a list of Go', `Passwords: []string{"${A}", "${B}"}`, 'Passwords: []string{"***", "***"}'],
  ['an object', `{"password":{"new":"${A}","old":"${B}"}}`, '{"password":{"new":"***","old":"***"}}'],
  ['an object over lines', `"password": {\n  "current": "${A}"\n}`, '"password": {\n  "current": "***"\n}'],
  ['an object of a secret', `{"credentials":{"user":"ada","extra":"${A}"}}`, '{"credentials":{"user":"ada","extra":"***"}}'],
  ['a list in an object', `{"secret":{"data":["${A}",{"more":"${A}x"}]}}`, '{"secret":{"data":["***",{"more":"***"}]}}'],
  ['an object in a text of JSON', `{"m":"{\\"password\\":{\\"new\\":\\"${B}\\"}}"}`, '{"m":"{\\"password\\":{\\"new\\":\\"***\\"}}"}'],
  ['a list of YAML', `passwords:\n  - ${A}\n  - ${B}\nport: 80`, 'passwords:\n  - ***\n  - ***\nport: 80'],
  ['a list of YAML at the same depth', `passwords:\n- ${A}\n- ${B}\nport: 80`, 'passwords:\n- ***\n- ***\nport: 80'],
  ['an object of YAML', `password:\n  value: ${A}\nport: 80`, 'password:\n  value: ***\nport: 80'],
  ['a block of YAML', `password: |\n  ${A}\n  ${B}x\nport: 80`, 'password: |\n  ***\n  ***\nport: 80'],
  ['a line that goes on', `export DB_PASSWORD=\\\n${A}`, 'export DB_PASSWORD=\\\n***'],
  ['netrc', `machine h\n  login ada\n  password ${B}`, 'machine h\n  login ada\n  password ***'],
  ['a sign with a backslash', `db.password\\=${B}`, 'db.password\\=***'],
  ['a sign of HTML', `password&equals;${A}`, 'password&equals;***'],
  ['an address that was cut', `postgres://app:${B}`, 'postgres://app:***'],
])('%s', (_, text, masked) => {
  expect(redact(text)).toBe(masked);
  expect(redact(masked)).toBe(masked);
});

test.each([
  ['{"password":{"message":"is required","code":"too_small","path":["password"]}}'], ['errors: {"password":["is too short (minimum is 8)"]}'], ['"secret":{"secretName":"web-cert","defaultMode":420}'],
  ['secrets: [ DB_PASSWORD, API_TOKEN ]'], ['{"token":{"type":"string","required":true}}'], ['passwords:\n  - is required\nport: 80'], ['postgres://db:5432'], ['postgres://db:5432/app'],
  ['token:\n  type: string\n  description: the token'], ['auth:\n  enabled: true\n  url: https://login.example'],
])('what is said about a secret stays: %s', (text) => {
  expect(redact(text)).toBe(text);
});

test.each(['password:[', 'password={', 'password:\n- a\n', 'password: |\n  a\n', 'password=[{"a":', 'passwords:["a",'])('%j many times is read in linear time', (unit) => {
  const cost = (count: number) => {
    const text = unit.repeat(count);
    const { user } = process.cpuUsage();
    redact(text);
    return (process.cpuUsage().user - user) / 1000;
  };
  cost(100);
  expect(cost(16_000) / Math.max(20, cost(4000))).toBeLessThan(9);
});
