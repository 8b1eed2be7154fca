import { exited } from './given';

/** Wordings of the programs; names are made up. */
describe('a key that the line names is in the fix, with what to do about it', () => {
  test.each([
    ['Caddy', "Error: adapting config using caddyfile: parsing caddyfile tokens for 'log': unrecognized subdirective request>uri, at /etc/caddy/Caddyfile:15",
      'take "request>uri" out of line 15 of /etc/caddy/Caddyfile'],
    ['ClickHouse', 'Poco::Exception. Code: 1000, e.code() = 0, Not found: user_directories.users_xml.path (version 25.2.1)', 'give user_directories.users_xml.path a value'],
    ['Backstage', "TypeError: Invalid type in config for key 'integrations.github[0].host' in 'app-config.yaml', got empty-string", 'in app-config.yaml'],
  ])('%s', (_program, line, fix) => expect(exited(line).fix).toContain(fix));

  test('no word of a sentence is a key', () => {
    expect(exited('Error: the key ring is required before a start').fix).not.toMatch(/give|take .* out of/);
  });
});

describe('the headline has the first error of a part, not what follows from it', () => {
  test('MariaDB', () => {
    const headline = exited([
      '2022-08-25 18:05:25 0 [ERROR] InnoDB: Upgrade after a crash is not supported. The redo log was created with MariaDB 10.7.1.',
      "2022-08-25 18:05:25 0 [ERROR] Plugin 'InnoDB' init function returned error.",
      '2022-08-25 18:05:25 0 [ERROR] Could not open mysql.plugin table: "Table \'mysql.plugin\' doesn\'t exist". Some plugins may be not loaded',
      '2022-08-25 18:05:25 0 [ERROR] Unknown/unsupported storage engine: InnoDB',
      '2022-08-25 18:05:25 0 [ERROR] Aborting',
    ].join('\n')).headline;
    expect(headline).toContain('Upgrade after a crash');
  });
});

test('nobody is told to set what is set', () => {
  const line = 'Error: the workers do not start. Please set the TASK_QUEUE_URL variable to the address of the queue';
  const given = { container: { environment: [{ name: 'TASK_QUEUE_URL', value: 'amqp://queue' }] } };
  expect(exited(line, given).fix).not.toContain('do what the program asks');
  expect(exited(line).fix).toContain('TASK_QUEUE_URL');
});

describe('the place of the configuration is the one that the task definition has', () => {
  test('a document in a variable', () => {
    const given = { container: { secrets: [{ name: 'AOT_CONFIG_CONTENT', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/otel' }] } };
    expect(exited('Error: yaml: line 9: mapping values are not allowed in this context', given).fix).toContain('correct line 9 of AOT_CONFIG_CONTENT');
  });
  test('a file that the program does not find', () => {
    expect(exited("Error: Unable to open config file '/mosquitto.conf'.").fix).toContain('mount /mosquitto.conf or copy it into the image');
  });
  test('a variable that only ends like an unknown key does not hold it', () => {
    const given = { container: { environment: [{ name: 'S3_ENDPOINT', value: 'https://s3.example.com' }] } };
    expect(exited("Error: Configuration property 'hive.s3.endpoint' was not used", given).fix).toContain('take hive.s3.endpoint out of the configuration');
  });
});
