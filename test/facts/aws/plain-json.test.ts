import { readFileSync } from 'fs';
import { join } from 'path';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { GetLogEventsRequest$, GetLogEventsResponse$ } from '@aws-sdk/client-cloudwatch-logs';
import * as ecs from '@aws-sdk/client-ecs';
import { DescribeTaskDefinitionResponse$, DescribeTasksRequest$, DescribeTasksResponse$, ListServiceDeploymentsRequest$ } from '@aws-sdk/client-ecs';
import * as sfn from '@aws-sdk/client-sfn';
import { StartExecutionInput$ } from '@aws-sdk/client-sfn';
import { JsonCodec2 } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { JsonShapeDeserializer2, JsonShapeSerializer2, TIME } from '../../../src/facts/aws/plain-json';

const sdk = () => new JsonCodec2({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

const HARD = 'Größe "\\\u0001\n 🚀 \ud83d / </script>\u2028';

test.each([
  ['texts and a list', DescribeTasksRequest$, { cluster: HARD, tasks: ['a', HARD] }],
  ['an empty list', DescribeTasksRequest$, { cluster: 'c', tasks: [] }],
  ['a time', ListServiceDeploymentsRequest$, { cluster: 'c', service: 's', createdAt: { after: new Date(1_795_428_000_123) }, maxResults: 20 }],
  ['members that are absent', ListServiceDeploymentsRequest$, { cluster: 'c', service: undefined, nextToken: null }],
  ['numbers and a flag', GetLogEventsRequest$, { logGroupName: '/ecs/api', logStreamName: 's', limit: 20, startFromHead: false, startTime: 1_795_428_000_000 }],
  ['JSON in JSON', StartExecutionInput$, { stateMachineArn: 'm', name: 'n', input: JSON.stringify({ a: HARD }) }],
])('the watcher sends the JSON that the SDK would send: %s', (_, schema, input) => {
  const bytes = sdk().createSerializer();
  bytes.write(schema, input);
  const plain = new JsonShapeSerializer2();
  plain.write(schema, input);
  expect(JSON.parse(plain.flush())).toEqual(JSON.parse(new TextDecoder().decode(bytes.flush() as Uint8Array)));
});

const AT = 1_795_428_000.123;

test.each([
  ['times', DescribeTasksResponse$, {
    tasks: [{
      taskArn: HARD, createdAt: AT, stoppedAt: 1_795_428_000, version: 3, enableExecuteCommand: false, tags: [{ key: 'createdAt', value: '1' }],
      containers: [{ name: 'api', exitCode: 137, networkInterfaces: [] }],
    }],
    failures: [],
  }],
  ['maps with the name of a time', DescribeTaskDefinitionResponse$, {
    taskDefinition: { registeredAt: AT, containerDefinitions: [{ dockerLabels: { startedAt: 'noon', __proto__x: 'y' }, command: ['a', HARD] }] },
  }],
  ['times that are plain numbers', GetLogEventsResponse$, { events: [{ timestamp: 1_795_428_000_123, message: HARD }], nextBackwardToken: 'b/1' }],
  ['members without a value', DescribeTasksResponse$, { tasks: [{ taskArn: null, stoppedReason: null, overrides: { cpu: null } }] }],
])('the watcher reads from an answer what the SDK reads: %s', async (_, schema, answer) => {
  const text = JSON.stringify(answer);
  const read = new JsonShapeDeserializer2().read(schema, Buffer.from(`..${text}`).subarray(2));
  expect(read).toEqual(await sdk().createDeserializer().read(schema, text));
});

test('an answer without a body has no members', () => expect(new JsonShapeDeserializer2().read(15, new Uint8Array())).toEqual({}));

test('a name of JavaScript is a member like any other', () => {
  const read = new JsonShapeDeserializer2().read(15, '{"__proto__":{"polluted":true},"status":"ACTIVE"}') as { readonly polluted?: boolean };
  expect(read.polluted).toBeUndefined();
  expect(Object.keys(read)).toEqual(['__proto__', 'status']);
});

test('an answer of a hundred thousand levels is read to the level that an answer of AWS can have', () => {
  const deep = `{"tasks":[${'['.repeat(100_000)}${']'.repeat(100_000)}],"failures":[]}`;
  expect(new JsonShapeDeserializer2().read(15, deep)).toMatchObject({ failures: [] });
});

/** Kinds of the members of an answer, by name, as far as one can tell a time from anything else. */
function kindsOf(schema: NormalizedSchema, found = new Map<string, Set<boolean>>(), open: readonly unknown[] = []): typeof found {
  if (open.includes(schema.getSchema())) return found;
  const inner = [...open, schema.getSchema()];
  if (schema.isStructSchema()) {
    for (const [member, kind] of schema.structIterator()) {
      found.set(member, (found.get(member) ?? new Set()).add(kind.isTimestampSchema()));
      kindsOf(kind, found, inner);
    }
  } else if (schema.isListSchema() || schema.isMapSchema()) {kindsOf(schema.getValueSchema(), found, inner);}
  return found;
}

test('the members with the names of times are times, and no others, in all answers that the watcher reads', () => {
  const commands = readFileSync(join(__dirname, '../../../src/facts/aws/clients.ts'), 'utf8').match(/\b[A-Z]\w+(?=Command\b)/g) ?? [];
  const operations = [ecs, logs, sfn].flatMap((client) => commands.flatMap((name) => {
    const operation = (client as unknown as { readonly [name: string]: readonly unknown[] })[`${name}$`] as readonly unknown[] | undefined;
    return operation ? [operation[5]] : [];
  }));
  expect(operations.length).toBeGreaterThanOrEqual(9);
  const found = operations.map((output) => kindsOf(NormalizedSchema.of(output as Parameters<typeof NormalizedSchema.of>[0])));
  const members = found.flatMap((kinds) => [...kinds].flatMap(([member, are]) => [...are].map((isTime) => ({ member, isTime }))));
  expect(members.length).toBeGreaterThan(300);
  expect(members.filter(({ member, isTime }) => TIME.test(member) !== isTime)).toEqual([]);
});
