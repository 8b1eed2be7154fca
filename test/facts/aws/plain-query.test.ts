import { readFileSync } from 'fs';
import { join } from 'path';
import * as cloudFormation from '@aws-sdk/client-cloudformation';
import { DescribeStackEventsInput$, DescribeStackEventsOutput$, DescribeStacksOutput$ } from '@aws-sdk/client-cloudformation';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeTargetGroupsInput$, DescribeTargetGroupsOutput$, DescribeTargetHealthInput$ } from '@aws-sdk/client-elastic-load-balancing-v2';
import * as core from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { QueryShapeSerializer, Schema as Static, XmlShapeDeserializer } from '../../../src/facts/aws/plain-query';

type Schema = Parameters<core.QueryShapeSerializer['write']>[0] & Parameters<typeof NormalizedSchema.of>[0] & Static;

const SETTINGS = {
  timestampFormat: { useTrait: true, default: 5 as const }, httpBindings: false, xmlNamespace: 'x', serviceNamespace: 'y', serializeEmptyLists: true,
};

const HARD = 'Größe "\\\u0001\n 🚀 & = + ! \' ( ) * ~ /:%';

test.each<[string, Schema, Parameters<QueryShapeSerializer['write']>[1]]>([
  ['texts', DescribeStackEventsInput$, { StackName: HARD, NextToken: 'a+b/c==' }],
  ['a member that is absent', DescribeStackEventsInput$, { StackName: 's', NextToken: undefined }],
  ['a list', DescribeTargetGroupsInput$, { TargetGroupArns: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/a/1', HARD] }],
  ['an empty list', DescribeTargetGroupsInput$, { TargetGroupArns: [] }],
  ['a number', DescribeTargetGroupsInput$, { PageSize: 100 }],
  ['one text', DescribeTargetHealthInput$, { TargetGroupArn: 'arn' }],
])('the watcher sends the form that the SDK would send: %s', (_, schema, input) => {
  const sdk = new core.QueryShapeSerializer(SETTINGS);
  sdk.write(schema, input);
  const plain = new QueryShapeSerializer();
  plain.write(schema, input);
  expect(plain.flush()).toBe(sdk.flush());
});

test.each<[string, Schema, string, string]>([
  ['times, flags and texts', DescribeStacksOutput$, 'DescribeStacksResult', '<Stacks><member><StackName>a &amp; b</StackName><CreationTime>2026-11-29T10:00:00.123Z</CreationTime>'
    + '<DisableRollback>false</DisableRollback><EnableTerminationProtection>true</EnableTerminationProtection><TimeoutInMinutes>30</TimeoutInMinutes></member></Stacks>'],
  ['a time of another zone', DescribeStackEventsOutput$, 'DescribeStackEventsResult', '<StackEvents><member><EventId>1</EventId><Timestamp>2026-11-29T10:00:00+01:00</Timestamp>'
    + '<ResourceStatusReason> Resource handler returned message: &quot;x&quot;\n</ResourceStatusReason></member></StackEvents>'],
  ['numbers', DescribeTargetGroupsOutput$, 'DescribeTargetGroupsResult', '<TargetGroups><member><Port>8080</Port><HealthCheckEnabled>true</HealthCheckEnabled>'
    + '<HealthCheckIntervalSeconds>30</HealthCheckIntervalSeconds><Matcher><HttpCode>200-299</HttpCode></Matcher></member></TargetGroups>'],
])('the watcher reads from an answer what the SDK reads: %s', async (_, schema, result, xml) => {
  const answer = Buffer.from(`<A xmlns="x"><${result}>${xml}</${result}></A>`);
  const read = new XmlShapeDeserializer().read(schema, answer, result) as object;
  expect(Object.keys(read)).toHaveLength(1);
  expect(read).toEqual(await new core.XmlShapeDeserializer(SETTINGS).read(schema, answer, result));
});

test('an error is read without a schema, as the SDK reads it', async () => {
  const answer = Buffer.from('<ErrorResponse xmlns="x"><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>'
    + '<RequestId>1</RequestId></ErrorResponse>');
  const read = new XmlShapeDeserializer().read(15, answer);
  expect(read).toEqual(await new core.XmlShapeDeserializer(SETTINGS).read(15, answer));
  expect(read).toMatchObject({ Error: { Code: 'Throttling' } });
});

test.each([
  ['an empty list', '<StackEvents/>'], ['an element without content', '<StackEvents><member><EventId></EventId><StackName/></member></StackEvents>'], ['one member', '<StackEvents><member><EventId>1</EventId></member></StackEvents>'],
  ['two members', '<StackEvents><member><EventId>1</EventId></member><member><EventId>2</EventId></member></StackEvents>'], ['nothing', ''],
  ['a text with elements of its own', '<StackEvents><member><ResourceStatusReason>a &lt;b&gt; c</ResourceStatusReason></member></StackEvents>'],
  ['members that nobody knows', '<New>1</New><StackEvents><member><New>1</New></member></StackEvents>'],
])('%s', async (_, xml) => {
  const answer = Buffer.from(`<A><DescribeStackEventsResult>${xml}</DescribeStackEventsResult></A>`);
  const read = new XmlShapeDeserializer().read(DescribeStackEventsOutput$, answer, 'DescribeStackEventsResult');
  expect(read).toEqual(await new core.XmlShapeDeserializer(SETTINGS).read(DescribeStackEventsOutput$, answer, 'DescribeStackEventsResult'));
});

/** Kinds of all members, as far as the inner structures go. */
function kindsOf(schema: NormalizedSchema, open: readonly unknown[] = []): readonly string[] {
  if (open.includes(schema.getSchema())) return [];
  const inner = [...open, schema.getSchema()];
  if (schema.isStructSchema()) return [...schema.structIterator()].flatMap(([, member]) => kindsOf(member, inner));
  if (schema.isListSchema()) return ['list', ...kindsOf(schema.getValueSchema(), inner)];
  if (schema.isMapSchema()) return ['map'];
  const kinds = {
    text: schema.isStringSchema(), number: schema.isNumericSchema(), flag: schema.isBooleanSchema(), time: schema.isTimestampSchema(),
  };
  return [Object.entries(kinds).find(([, is]) => is)?.[0] ?? `schema ${String(schema.getSchema())}`];
}

test('the commands of the watcher have no other kinds of values', () => {
  const commands = new Set(readFileSync(join(__dirname, '../../../src/facts/aws/clients.ts'), 'utf8').match(/\b[A-Z]\w+(?=Command\b)/g));
  const operations = [cloudFormation, elb].flatMap((client) => [...commands].flatMap((name) => {
    const operation = (client as unknown as { readonly [name: string]: readonly unknown[] | undefined })[`${name}$`];
    return operation ? [operation] : [];
  }));
  expect(operations).toHaveLength(5);
  const kinds = (place: number) => new Set(operations.flatMap((operation) => kindsOf(NormalizedSchema.of(operation[place] as Schema))));
  expect([...kinds(4)].sort()).toEqual(['list', 'number', 'text']);
  expect([...kinds(5)].filter((kind) => !['list', 'text', 'number', 'flag', 'time'].includes(kind))).toEqual([]);
});
