import { GetLogEventsRequest$ } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTasksRequest$, ListServiceDeploymentsRequest$ } from '@aws-sdk/client-ecs';
import { StartExecutionInput$ } from '@aws-sdk/client-sfn';
import { JsonCodec2 } from '@smithy/core/protocols';
import { JsonShapeSerializer2 } from '../../../src/facts/aws/plain-json';

const HARD = 'Größe "\\\u0001\n 🚀 \ud83d / </script>\u2028';

test.each([
  ['texts and a list', DescribeTasksRequest$, { cluster: HARD, tasks: ['a', HARD] }],
  ['an empty list', DescribeTasksRequest$, { cluster: 'c', tasks: [] }],
  ['a time', ListServiceDeploymentsRequest$, { cluster: 'c', service: 's', createdAt: { after: new Date(1_795_428_000_123) }, maxResults: 20 }],
  ['members that are absent', ListServiceDeploymentsRequest$, { cluster: 'c', service: undefined, nextToken: null }],
  ['numbers and a flag', GetLogEventsRequest$, { logGroupName: '/ecs/api', logStreamName: 's', limit: 20, startFromHead: false, startTime: 1_795_428_000_000 }],
  ['JSON in JSON', StartExecutionInput$, { stateMachineArn: 'm', name: 'n', input: JSON.stringify({ a: HARD }) }],
])('the watcher sends the JSON that the SDK would send: %s', (_, schema, input) => {
  const bytes = new JsonCodec2({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false }).createSerializer();
  bytes.write(schema, input);
  const plain = new JsonShapeSerializer2();
  plain.write(schema, input);
  expect(JSON.parse(plain.flush())).toEqual(JSON.parse(new TextDecoder().decode(bytes.flush() as Uint8Array)));
});
