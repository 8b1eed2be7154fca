import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SERVICES } from '../../../src/facts/aws/plain-client';
import { endpointUrl } from '../../../src/facts/aws/plain-endpoints';

interface Partition {
  readonly regions: { readonly [region: string]: unknown };
}

/** All Regions of the table of the SDK, which does not export it. */
const TABLE = join(dirname(require.resolve('@aws-sdk/core/package.json')), 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js');
const { partitions } = JSON.parse(/= (\{[^]*\});/.exec(readFileSync(TABLE, 'utf8'))![1]) as { readonly partitions: readonly Partition[] };
const REGIONS = [
  ...partitions.flatMap(({ regions }) => Object.keys(regions)), 'eu-west-9', 'us-gov-south-1', 'cn-west-7', 'us-iso-north-1', 'eu-isoe-north-2', 'local', 'nowhere',
];

interface Client {
  readonly config: object;
}

type Rules = (parameters: object) => { readonly url: URL; readonly properties?: object; readonly headers?: object };

function outcome(make: () => string): object {
  try {
    return { url: make() };
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message };
  }
}

const given = { region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } };

test.each<[keyof typeof SERVICES, Client]>([
  ['CloudFormationClient', new CloudFormationClient(given)],
  ['CloudWatchLogsClient', new CloudWatchLogsClient(given)],
  ['ECSClient', new ECSClient(given)],
  ['ElasticLoadBalancingV2Client', new ElasticLoadBalancingV2Client(given)],
  ['SFNClient', new SFNClient(given)],
])('the endpoints of %s are those of the SDK, in each Region', (name, { config }) => {
  const { endpointProvider } = config as { readonly endpointProvider: Rules };
  for (const region of REGIONS) {
    for (const endpoint of [undefined, 'http://localhost:4566/base']) {
      for (const [fips, dualStack] of [[false, false], [false, true], [true, false], [true, true]]) {
        const sdk = outcome(() => {
          const parameters = { Region: region, UseFIPS: fips, UseDualStack: dualStack, Endpoint: endpoint };
          const { url, properties, headers } = endpointProvider(parameters);
          // nothing about another way to sign, or another Region or name to sign for
          expect({ ...properties, ...headers }).toEqual({});
          return url.href;
        });
        const ours = outcome(() => new URL(endpointUrl(SERVICES[name], { endpoint, region, fips, dualStack })).href);
        expect([region, fips, dualStack, endpoint, ours]).toEqual([region, fips, dualStack, endpoint, sdk]);
      }
    }
  }
});
