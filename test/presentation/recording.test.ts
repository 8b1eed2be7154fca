import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Recording } from '../../src/facts/model';
import { lastFrame, parseRecording } from '../../src/facts/replay';
import { redactRecording } from '../../src/presentation/recording';

const recording = (frame: Partial<Frame>): Recording => ({ recording: 1, frames: [{ at: '2026-11-23T10:00:00.000Z', ...frame }] });

test('values of the environment go, their names stay; what says nothing about anybody stays', () => {
  const environment = [{ name: 'DB_HOST', value: 'db.internal.example' }, { name: 'PORT', value: '8080' }, { name: 'NODE_ENV', value: 'production' }, { name: 'EMPTY' }];
  const definition = { containerDefinitions: [{ name: 'api', environment }] };
  const { frames: [frame] } = redactRecording(recording({ taskDefinition: definition, previousTaskDefinition: definition }));
  const expected = [{ name: 'DB_HOST', value: '***' }, { name: 'PORT', value: '8080' }, { name: 'NODE_ENV', value: 'production' }, { name: 'EMPTY' }];
  expect(frame.taskDefinition?.containerDefinitions?.[0].environment).toEqual(expected);
  expect(frame.previousTaskDefinition?.containerDefinitions?.[0].environment).toEqual(expected);
});

test('keys are redacted, too, and options of the security of Docker are hidden', () => {
  const secret = 'Zk7marmaladeX9';
  const made = redactRecording(recording({
    taskDefinition: { containerDefinitions: [{ name: 'api', dockerSecurityOptions: [`credentialspec:${secret}`], [`password=${secret}`]: 1 }] },
    targetHealth: { [`password=${secret}`]: [] }, logs: { [`postgres://a:${secret}@h`]: { [`token=${secret}`]: [] } },
  } as unknown as Partial<Frame>));
  expect(JSON.stringify(made)).not.toContain(secret);
  expect(made.provenance?.hidden).toEqual({ texts: 3, dockerSecurityOptions: 1 });
});

test('account numbers: equal ones stay equal, different ones different; other numbers stay', () => {
  const { frames: [frame] } = redactRecording(recording({
    service: { serviceArn: 'arn:aws:ecs:eu-west-1:345678901234:service/prod/web', roleArn: 'arn:aws:iam::456789012345:role/x' },
    tasks: [{ stoppedReason: 'pull 345678901234.dkr.ecr.eu-west-1.amazonaws.com/web:1 denied; order 567890123456 lost' }],
    targetHealth: { 'arn:aws:elasticloadbalancing:eu-west-1:345678901234:targetgroup/a/1': [] },
  }));
  expect(frame.service).toMatchObject({ serviceArn: 'arn:aws:ecs:eu-west-1:111111111111:service/prod/web', roleArn: 'arn:aws:iam::222222222222:role/x' });
  expect(frame.tasks?.[0].stoppedReason).toBe('pull 111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1 denied; order 567890123456 lost');
  expect(Object.keys(frame.targetHealth ?? {})).toEqual(['arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/a/1']);
});

test.each([
  [['./run', 'hunter2-S3cr3t'], ['./run', '***'], 1],
  [['hunter2'], ['***'], 1],
  [['Zaphod-Beeblebrox', 'XyZ'], ['***', '***'], 2],
  [['npm', 'run', 'start:prod', '--', '--port', '3000'], ['npm', 'run', 'start:prod', '--', '--port', '3000'], 0],
  [['python3.11', 'manage.py', 'runserver', '0.0.0.0:8000'], ['python3.11', 'manage.py', 'runserver', '0.0.0.0:8000'], 0],
  [['sh', '-c', 'exec node /app/Server.js'], ['sh', '-c', 'exec node /app/Server.js'], 0],
  [['java', '-Xmx512m', '-jar', 'Shop-1.2.jar', 'http://10.0.0.1:80/x'], ['java', '-Xmx512m', '-jar', 'Shop-1.2.jar', 'http://10.0.0.1:80/x'], 0],
])('a word of a command that only its place explains is hidden and counted: %j', (command, shown, hidden) => {
  const recorded = (keep: readonly string[]) => redactRecording({
    recording: 1, provenance: { source: 'x', kind: 'observed', date: '2026-11-23' },
    frames: [{ at: '2026-11-23T10:00:00Z', taskDefinition: { containerDefinitions: [{ name: 'api', command }, { name: 'both', entryPoint: ['/entry.sh'], command }] } }],
  }, { keep });
  const { frames: [{ taskDefinition }], provenance } = recorded([]);
  expect(taskDefinition?.containerDefinitions?.map((one) => one.command)).toEqual([shown, shown]);
  expect(taskDefinition?.containerDefinitions?.[1].entryPoint).toEqual(['/entry.sh']);
  expect(provenance?.hidden?.command).toBe(hidden ? hidden * 2 : undefined);
  expect(recorded(['command']).frames[0].taskDefinition?.containerDefinitions?.[0].command).toEqual(command);
});

describe('a line for a shell, an option and an assignment of a command keep no word that looks random', () => {
  const shownOf = (container: object) => JSON.stringify(redactRecording({
    recording: 1, provenance: { source: 'x', kind: 'constructed', date: '2026-11-23' },
    frames: [{ at: '2026-11-23T10:00:00Z', taskDefinition: { containerDefinitions: [{ name: 'api', ...container }] } }],
  }).frames[0].taskDefinition?.containerDefinitions);
  const COMMANDS: readonly (readonly string[])[] = [
    ['sh', '-c', './run VALUE'], ['sh', '-c', 'exec ./run --port 8080 VALUE && sleep 5'], ['FOO=VALUE', 'cmd'], ['--x=VALUE'], ['-pVALUE'], ['sh', '-c', 'FOO=VALUE exec node server.js'],
    ['java', '-Dx=VALUE', '-jar', 'app.jar'], ['sh', '-c', 'set -e; export K=VALUE; ./run $K'], ['CMD-SHELL', 'curl -f http://localhost/health?x=VALUE || exit 1'],
    ['CMD-SHELL', 'curl -H "X-Check: VALUE" -f http://localhost:8080/health || exit 1'], ['CMD-SHELL', './check VALUE'], ['sh', '-c', 'f(){ ./run "VALUE"; }; f'],
  ];

  test.each(COMMANDS.flatMap((command) => ['hunter2-S3cr3t', 'xK9mQ2vLpR7tY4wZ', 'a7f3k9q2m5x8', 'Tulip7Garden9x!'].map((value) => [value, command] as const)))('%s in %j', (value, command) => {
    const words = command.map((word) => word.replace('VALUE', value));
    for (const shown of [shownOf({ command: words }), shownOf({ entryPoint: words }), shownOf({ healthCheck: { command: words } })]) {
      expect(shown).not.toContain(value);
      expect(shown).toContain('***');
    }
    expect(shownOf({ command: command.map((word) => word.replace('VALUE', 'start')) })).toContain('start');
  });

  test.each([
    ['sh', '-c', './deploy.sh prod eu-west-1 v1.4.2 orders-db 10.0.0.5'], ['java', '-Xmx512m', '-XX:MaxRAMPercentage=75.0', '-Dlog4j2.formatMsgNoLookups=true', '-jar', '/app/app-1.2.3.jar'],
    ['gunicorn', '-w', '4', '-b', '0.0.0.0:8000', '-k', 'uvicorn.workers.UvicornWorker', 'app:app'], ['--tags=v1.2.3-4f2a91c', '--image=app:2024-11-23'], ['sh', '-c', 'node --max-old-space-size=512 dist/main.js'],
    ['sh', '-c', 'wait-for-it.sh db01.c9akciq32rgz.eu-west-1.rds.amazonaws.com:5432 -- npm run start:prod'], ['sh', '-c', 'echo arn:aws:ecs:eu-west-1:111111111111:task-definition/web:1'],
    ['sh', '-c', 'node dist/src/main.js --queue https://sqs.eu-west-1.amazonaws.com/q1-a2b3C4 --sha 4f2a91c0d5e6f7a8b9c0d1e2f3a4b5c6d7e8f901'], ['--hostname=worker1@%h'], ['--cluster=Shop-WebCluster4F2A1B3C'],
    ['CMD-SHELL', 'pg_isready -U app -d orders || exit 1'], ['CMD-SHELL', 'wget -qO- http://localhost:3000/api/v1/health?full=1 | grep -q ok'], ['sh', '-c', 'exec /app/bin/server --addr :8080 --db "$DATABASE_URL" --codec=x264 --platform linux/arm64'],
  ])('what a diagnosis needs stays: %s %s', (...command) => {
    expect(JSON.parse(shownOf({ command }))[0].command).toEqual(command);
  });
});

test('secrets in logs and commands, and the patterns that were asked for', () => {
  const text = JSON.stringify(redactRecording(recording({
    logs: { api: { t: [{ timestamp: 1, message: 'connect postgres://app:hunter2@db/x, customer 4711' }] } },
    taskDefinition: { containerDefinitions: [{ name: 'api', command: ['run', '--password=hunter2'] }] },
  }), { patterns: ['customer \\d+'] }));
  expect(text).not.toMatch(/hunter2|4711/);
});

test('a secret whose name is the word or the event before', () => {
  const key = Array.from({ length: 5 }, (_, i) => `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${'aB3/'.repeat(7)}xY+${i}`);
  const { frames: [frame] } = redactRecording(recording({
    logs: { api: { t: [...key, '-----END PRIVATE KEY-----', 'Error: bad key'].map((message, timestamp) => ({ timestamp, message })) } },
    taskDefinition: { containerDefinitions: [{ name: 'api', command: ['run', '--db-password', 'hunter2', '--port', '80'], entryPoint: ['mysql', '-u', 'root', '-phunter2', 'db'] }] },
  }));
  expect(frame.logs?.api.t.map((l) => l.message)).toEqual([...key.map(() => '***'), '***', 'Error: bad key']);
  expect(frame.taskDefinition?.containerDefinitions?.[0]).toMatchObject({ command: ['run', '--db-password', '***', '--port', '80'], entryPoint: ['mysql', '-u', 'root', '***', 'db'] });
});

/** No shape gives it away. */
const VALUE = 'harborwillow77';
const container = <T extends object>(more: T) => ({ taskDefinition: { containerDefinitions: [{ name: 'api', ...more }] } });
const firelens = (options: { readonly [name: string]: string }) => container({ logConfiguration: { logDriver: 'awsfirelens', options } });

test.each<[string, Partial<Frame>]>([
  ['FireLens: Datadog', firelens({ Name: 'datadog', apikey: VALUE })],
  ['FireLens: New Relic', firelens({ Name: 'nrlogs', licenseKey: VALUE })],
  ['FireLens: HTTP', firelens({ Name: 'http', HTTP_User: 'ada', HTTP_Passwd: VALUE })],
  ['FireLens: a header', firelens({ Name: 'http', Header: `X-Scope ${VALUE}` })],
  ['FireLens: Loki', firelens({ Name: 'loki', tenant_id: VALUE })],
  ['Splunk', container({ logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': VALUE, 'splunk-url': 'https://splunk' } } })],
  ['an address with a password', container({ logConfiguration: { logDriver: 'fluentd', options: { 'fluentd-address': `https://ada:${VALUE}@logs.example` } } })],
  ['an option that nobody knows', container({ logConfiguration: { logDriver: 'gelf', options: { labels: VALUE } } })],
  ['the file of FireLens', container({ firelensConfiguration: { type: 'fluentbit', options: { 'config-file-value': VALUE } } })],
  ['a Docker label', container({ dockerLabels: { 'com.example.owner': VALUE } })],
  ['a Docker label of a proxy', container({ dockerLabels: { 'traefik.http.middlewares.auth.basicauth.users': `ada:$apr1$${VALUE}` } })],
  ['a tag of the service', { service: { tags: [{ key: 'pager', value: VALUE }] } as Frame['service'] }],
  ['a tag of a task', { tasks: [{ tags: [{ key: 'owner', value: VALUE }] } as NonNullable<Frame['tasks']>[number]] }],
  ['details of a hook', { service: { deploymentConfiguration: { lifecycleHooks: [{ hookDetails: { url: VALUE, deep: [{ name: VALUE, list: [VALUE] }] } }] } } as Frame['service'] }],
  ['details of a hook that are one text', { service: { deploymentConfiguration: { lifecycleHooks: [{ hookDetails: VALUE }] } } as Frame['service'] }],
  ['options of a Docker volume', { taskDefinition: { volumes: [{ name: 'v', dockerVolumeConfiguration: { driverOpts: { o: `username=ada,secret=${VALUE}`, device: VALUE }, labels: { a: VALUE } } }] } as object }],
  ['tags of a volume', { service: { deployments: [{ volumeConfigurations: [{ managedEBSVolume: { tagSpecifications: [{ tags: [{ key: 'k', value: VALUE }] }] } }] }] } as object }],
  ['the proxy of App Mesh', { taskDefinition: { proxyConfiguration: { properties: [{ name: 'Any', value: VALUE }] } } as Frame['taskDefinition'] }],
  ['a map of texts that no one knows', { service: { lookups: { vault: { clientSecret: VALUE } } } as Frame['service'] }],
  ['a pair that no one knows', { service: { lookups: [{ Key: 'DbPassword', Value: VALUE }] } as Frame['service'] }],
  ['an environment', container({ environment: [{ name: 'ANY', value: VALUE }] })],
  ['an option in the revision before', { previousTaskDefinition: firelens({ apikey: VALUE }).taskDefinition as Frame['taskDefinition'] }],
])('V3: no value is left of %s', (_, frame) => {
  const made = redactRecording(recording(frame));
  expect(JSON.stringify(made)).not.toContain(VALUE);
  expect(Object.values(made.provenance?.hidden ?? {}).reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
});

describe('what is hidden', () => {
  const frame = {
    ...container({
      environment: [{ name: 'A', value: 'a b' }, { name: 'PORT', value: '80' }, { name: 'DB_PASSWORD', value: VALUE }],
      dockerLabels: { team: 'shop', token: VALUE },
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/api', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'api', 'mode': 'non-blocking', 'max-buffer-size': '25m', 'tag': 'shop' } },
    }),
    service: { tags: [{ key: 'team', value: 'shop' }] } as Frame['service'],
  };
  const shown = (keep: readonly string[]) => {
    const made = redactRecording({ recording: 1, frames: [{ at: '2026-11-23T10:00:00Z', ...frame }, { at: '2026-11-23T10:00:09Z', ...frame }] }, { keep });
    const [definition] = made.frames[1].taskDefinition?.containerDefinitions ?? [];
    return { made, definition, tags: Reflect.get(Object(made.frames[1].service), 'tags'), hidden: made.provenance?.hidden };
  };

  test('is counted once for all frames, and what a diagnosis needs is shown', () => {
    const { definition, tags, hidden } = shown([]);
    expect(definition.logConfiguration?.options).toEqual({ ...frame.taskDefinition.containerDefinitions[0].logConfiguration.options, tag: '***' });
    expect(definition).toMatchObject({ dockerLabels: { team: '***', token: '***' }, environment: [{ name: 'A', value: '***' }, { name: 'PORT', value: '80' }, { name: 'DB_PASSWORD', value: '***' }] });
    expect(tags).toEqual([{ key: 'team', value: '***' }]);
    expect(hidden).toEqual({ environment: 2, dockerLabels: 2, options: 1, tags: 1 });
  });

  test('a member that is kept shows its values, but for those with the name of a secret', () => {
    const { definition, tags, hidden } = shown(['environment', 'dockerLabels', 'tags']);
    expect(definition).toMatchObject({ dockerLabels: { team: 'shop', token: '***' }, environment: [{ value: 'a b' }, { value: '80' }, { value: '***' }] });
    expect(tags).toEqual([{ key: 'team', value: 'shop' }]);
    expect(hidden).toEqual({ 'by name': 2, 'options': 1 });
  });

  test('a name that is kept shows its value everywhere, but for a secret of a known shape', () => {
    const { definition, tags } = shown(['team', 'DB_PASSWORD']);
    expect(definition).toMatchObject({ dockerLabels: { team: 'shop', token: '***' }, environment: [{ value: '***' }, { value: '80' }, { value: VALUE }] });
    expect(tags).toEqual([{ key: 'team', value: 'shop' }]);
    const known = redactRecording(recording(container({ dockerLabels: { team: 'postgres://ada:hunter2secret@db/x' } })), { keep: ['team'] });
    expect(JSON.stringify(known)).not.toContain('hunter2secret');
  });
});

describe('the events of a stream are read together', () => {
  const streamed = (messages: readonly string[], patterns: readonly string[] = []) => {
    const t = messages.map((message, timestamp) => ({ timestamp, message }));
    const { frames: [{ logs }] } = redactRecording(recording({ logs: { api: { t } } }), { patterns });
    return logs?.api.t.map(({ message }) => message);
  };

  test.each<[string, readonly string[], readonly string[]]>([
    ['name and value', ['password:', 'hunter2secret', 'done'], ['password:', '***', 'done']],
    ['a colour between', ['password=\u001b[31mhunter2secret\u001b[0m'], ['password=***']],
    ['an invisible sign between', ['pass\u200bword=hunter2\u200bsecret'], ['pass\u200bword=***']],
    ['an event of several lines', ['a\npassword:\nhunter2secret', 'b'], ['a\npassword:\n***', 'b']],
    ['PuTTY', ['Private-Lines: 2', 'AAAAgQDabcdefghijklmnop0123456789', 'BBBBgQDabcdefghijklmnop0123456789', 'x y'], ['Private-Lines: 2', '***', '***', 'x y']],
  ])('%s', (_, messages, expected) => {
    const made = streamed(messages)?.map((message) => message?.replace(/\u001b\[\d+m/g, ''));
    expect(made).toEqual(expected);
  });

  test('a pattern of the user over two events', () => {
    expect(streamed(['order', '4711', 'x'], ['order\\s4711'])).toEqual(['***', '***', 'x']);
  });
});

test.each(['value', 'Value', 'name', 'key', 'Key'])('--keep %s, which every pair has, keeps no value', (name) => {
  const pairs = { environment: [{ name: 'OWNER', value: 'ada' }], dockerLabels: { constructor: 'ada', toString: 'ada' } };
  const frame = { at: '2026-11-23T10:00:00Z', taskDefinition: { containerDefinitions: [{ name: 'web', ...pairs }] } } as unknown as Frame;
  const made = redactRecording({ recording: 1, provenance: { source: 'x', kind: 'constructed', date: '2026-11-23' }, frames: [frame] }, { keep: [name] });
  expect(made.frames[0].taskDefinition?.containerDefinitions?.[0].environment).toEqual([{ name: 'OWNER', value: '***' }]);
  expect(made.provenance?.hidden).toEqual({ environment: 1, dockerLabels: 2 });
});

test('sysctls, attributes of instances and details of attachments are hidden and counted, but for those of AWS', () => {
  const systemControls = [{ namespace: 'net.core.somaxconn', value: '1024' }, { namespace: 'net.ipv4.ip_local_port_range', value: '1024 65000' }, { namespace: 'kernel.x', value: 'hunter2' }];
  const attributes = [{ name: 'ecs.os-type', value: 'linux' }, { name: 'owner', value: 'hunter2' }];
  const details = [{ name: 'privateIPv4Address', value: '10.0.0.1' }, { name: 'statusReason', value: 'no address left' }, { name: 'macAddress', value: '0a:hunter2' }];
  const frame = { at: '2026-11-23T10:00:00Z', taskDefinition: { containerDefinitions: [{ name: 'web', systemControls }] }, tasks: [{ attributes, attachments: [{ type: 'eni', details }] }] } as unknown as Frame;
  const made = redactRecording({ recording: 1, provenance: { source: 'x', kind: 'constructed', date: '2026-11-23' }, frames: [frame] });
  const text = JSON.stringify(made);
  expect(text).not.toContain('hunter2');
  for (const shown of ['"1024"', '1024 65000', 'kernel.x', 'linux', '10.0.0.1', 'no address left']) expect(text).toContain(shown);
  expect(made.provenance?.hidden).toEqual({ systemControls: 1, attributes: 1, details: 1 });
  expect(JSON.stringify(redactRecording(made, { keep: ['attributes'] }))).toContain('***');
});

test('a secret that stands where its ARN belongs', () => {
  const values = ['Kq83mfk$wX!9', 'Zt7vQp2LmX9rWb4Ks8Hd', 'arn:aws:ssm:eu-west-1:111111111111:parameter/app/DB', '/app/prod/db-password', 'DB_PASSWORD'];
  const frame = { at: '2026-11-23T10:00:00Z', taskDefinition: { containerDefinitions: [{ name: 'web', secrets: values.map((valueFrom, i) => ({ name: `N${i}`, valueFrom })) }] } };
  const made = redactRecording({ recording: 1, provenance: { source: 'x', kind: 'constructed', date: '2026-11-23' }, frames: [frame] });
  expect(made.frames[0].taskDefinition?.containerDefinitions?.[0].secrets?.map(({ valueFrom }) => valueFrom)).toEqual(['***', '***', ...values.slice(2)]);
});

test.each(['cases', 'field'])('%s: a redacted recording is a recording, and leads to the same cause and container', (folder) => {
  const path = join(__dirname, '..', 'corpus', folder);
  const files = readdirSync(path).filter((name) => name.endsWith('.json') && !name.endsWith('.expect.json'));
  expect(files.length).toBeGreaterThan(15);
  const told = (one: Recording) => diagnose(lastFrame(one)).causes.map(({ id, container: blamed }) => `${id} of ${blamed}`);
  const differing = files.flatMap((file) => {
    const before = parseRecording(readFileSync(join(path, file), 'utf8'));
    const after = parseRecording(JSON.stringify(redactRecording(before)));
    return JSON.stringify(told(before)) === JSON.stringify(told(after)) ? [] : [{ file, before: told(before), after: told(after) }];
  });
  expect(differing).toEqual([]);
});
