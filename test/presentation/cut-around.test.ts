import { Cause } from '../../src/diagnosis/model';
import { cutAround } from '../../src/presentation/cut';
import { MAX_HEADLINE, shortHeadline } from '../../src/presentation/short-headline';

/** Wordings as programs print them; names, addresses and numbers are made up. */
test.each<[string, string, number, string]>([
  ['the innermost cause of a chain (Go, errors wrapped with %w)',
    'failed to initialise storage: while opening pool main: dial tcp 10.0.3.17:5432: connect: connection refused', 70,
    '...pool main: dial tcp 10.0.3.17:5432: connect: connection refused'],
  ['what was found in place of what must be (oauth2-proxy, pkg/validation/cookie.go)',
    'invalid configuration: cookie_secret must be 16, 24, or 32 bytes to create an AES cipher, but is 46 bytes', 70,
    'cookie_secret must be 16, 24, or 32 bytes to create...but is 46 bytes'],
  ['the version that is there (Composer, platform_check.php)',
    "Your Composer dependencies require a PHP version '>= 8.1.0'. You are running 8.0.30.", 75,
    "...dependencies require a PHP version '>= 8.1.0'. You are running 8.0.30."],
  ['the end of a list of names (PostgreSQL, auth.c)',
    "no pg_hba.conf entry for host '10.0.2.72', user 'postgres', database 'indexer_production', no encryption", 70,
    "no pg_hba.conf entry for host '10.0.2.72', user...no encryption"],
  ['a second sentence that says which (Grafana, provisioning/datasources)',
    'Datasource provisioning error: datasource.yaml config is invalid. Only one datasource per organization can be marked as default', 80,
    '...is invalid. Only one datasource per organization can be marked as default'],
  ['the value at the end of the sentence, not the sentence after it (Kafka, KafkaConfig)',
    'requirement failed: advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.', 75,
    'advertised.listeners cannot use the nonroutable meta-address 0.0.0.0....'],
  ['the words inside of an answer in JSON',
    "request to the control plane failed with status 403, reason: {'code':1234,'message':'the bootstrap token has expired','url':'https://docs.example.com/1234'}",
    70, '...failed with status 403, reason: the bootstrap token has expired'],
  ['an error of an SDK of AWS (aws-sdk-go-v2)',
    'operation error S3: GetObject, https response error StatusCode: 403, RequestID: 4AC3, HostID: x9S=, api error AccessDenied: Access Denied', 50,
    '...x9S=, api error AccessDenied: Access Denied'],
])('%s', (_what, text, max, short) => {
  const made = cutAround(text, max);
  expect(made.length).toBeLessThanOrEqual(max);
  expect(made).toBe(short);
});

test('a cut does not go through a quoted value', () => {
  const text = "unknown lookup type in the rendered template of the gateway for 'name of the primary cluster' and for everything that follows it";
  for (let max = 40; max < text.length; max++) {
    const head = cutAround(text, max).split('...')[0];
    expect(head.split("'").length % 2).toBe(1);
  }
});

const cause = (headline: string, elastic: readonly string[], more: object = {}) =>
  ({ id: 'app-crashed', title: 'T', headline, elastic, certainty: 'certain', container: null, ...more }) as unknown as Cause;
const short = (...args: Parameters<typeof cause>) => shortHeadline(cause(...args), (text) => text);

test('our own words give way before a name, a number or an error', () => {
  expect(short('container "emergency-service" answers the health check GET /emergency/ on port 8000 with 400, expected 200-299', [], {
    id: 'elb-health-check-status',
  })).toBe('"emergency-service" answers GET /emergency/ on port 8000 with 400, expected 200-299 [elb-health-check-status]');
  expect(short('no task can be placed: no instance has an attribute that the task needs: ecs.capability.docker-plugin.rexray/ebs', [], {
    id: 'placement-constraint',
  })).toBe('no instance has the attribute ecs.capability.docker-plugin.rexray/ebs [placement-constraint]');
  const error = "Can't handle RDB format version 12";
  expect(short(`container "redis" exits with code 1: "${error}"; changed: image tag 7.4.2-alpine3.21-arm64 -> 7.2.8-alpine3.21-arm64`, [error]))
    .toBe(`"redis" exits with 1: "${error}" [app-crashed]`);
  const long = short(`container "a-name-of-forty-letters-for-a-container1" cannot start: no DNS server answered for ${'registry-1.docker.io'}`, [], {
    id: 'image-pull-network', container: 'a-name-of-forty-letters-for-a-container1',
  });
  expect(long).toMatch(/no DNS server answered for registry-1\.docker\.io \[image-pull-network\]$/);
  expect(long.length).toBeLessThanOrEqual(MAX_HEADLINE);
});
