import { answering, assembly, custom, fn, lab } from './support';

const caller = `
  const denied = async () => {
    const signature = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260105/eu-west-1/ecs/aws4_request, Signature=0';
    const url = new URL(process.env.AWS_ENDPOINT_URL);
    const headers = { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters', 'content-type': 'application/x-amz-json-1.1', authorization: signature };
    return new Promise((resolve) => http.request(url, { method: 'POST', headers }, (r) => { r.resume(); r.on('end', () => resolve(r.statusCode === 400)); }).end('{}'));
  };
  let seconds = 0;
  while (await denied()) { seconds++; await new Promise((resolve) => setTimeout(resolve, 1000)); }
  console.log('denied for ' + seconds + ' s');
  return {};`;

const statement = (Action: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const role = { Type: 'AWS::IAM::Role', Properties: {} };
const policy = (name: string, action: string) => (
  { Type: 'AWS::IAM::Policy', Properties: { PolicyName: name, PolicyDocument: statement(action), Roles: [{ Ref: 'Role' }] } }
);
const app = (resources: object, dependsOn: string[] = []) => assembly({
  Resources: {
    Role: role, Fn: fn('f', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Timeout: 60 }), Thing: custom({}, dependsOn), ...resources,
  },
}, { f: answering(caller) });

async function deniedFor(policyEffectiveAfter: number | 'random' | undefined, resources: object, dependsOn: string[], seed = 1): Promise<number> {
  const l = await lab(policyEffectiveAfter === undefined ? {} : { switches: { iam: { policyEffectiveAfter } } }, { seed });
  await l.deploy({ assembly: app(resources, dependsOn) });
  const line = l.lambdaLogLines().find((one) => one.includes('denied for'));
  return Number(/denied for (\d+) s/.exec(line ?? '')?.[1]);
}

const List = policy('List', 'ecs:List*');

test('a policy permits its actions that many seconds after it is complete', async () => {
  expect(await deniedFor(12, { List }, ['List'])).toBeGreaterThanOrEqual(10);
  expect(await deniedFor(12, { List }, ['List'])).toBeLessThanOrEqual(12);
  expect(await deniedFor(0, { List }, ['List'])).toBe(0);
});

test('by default after a random time of up to 30 s, the same for the same seed', async () => {
  const seconds = await Promise.all([1, 2, 3, 4].map((seed) => deniedFor(undefined, { List }, ['List'], seed)));
  expect(new Set(seconds).size).toBeGreaterThan(1);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(30);
  expect(await deniedFor(undefined, { List }, ['List'], 2)).toBe(seconds[1]);
});

test('the policy that is effective first permits; policies for other actions do not', async () => {
  const inline = { ...role, Properties: { Policies: [{ PolicyName: 'Inline', PolicyDocument: statement('ecs:ListClusters') }] } };
  const other = policy('Other', 'ecs:Describe*');
  expect(await deniedFor(12, { Role: inline, List }, ['List'])).toBeLessThan(await deniedFor(12, { List }, ['List']));
  expect(await deniedFor(12, { Other: other }, ['Other'])).toBe(0);
});

describe('a policy that changes', () => {
  const both = { ...List, Properties: { ...List.Properties, PolicyDocument: { Statement: [
    { Effect: 'Allow', Action: 'ecs:List*', Resource: '*' }, { Effect: 'Allow', Action: 'ecs:Tag*', Resource: '*' },
  ] } } };
  const secondsDenied = (lines: readonly string[]) => lines.flatMap((line) => /denied for (\d+) s/.exec(line)?.[1] ?? []).map(Number);

  /** Deploys one app after the other, long after the one before; the second one asks the function again. */
  async function twice(first: object, second: object, pause = 900): Promise<number[]> {
    const l = await lab({ switches: { iam: { policyEffectiveAfter: 12 } } });
    await l.deploy({ assembly: app(first, Object.keys(first)) });
    await l.advance(pause);
    const again = { ...second, Again: custom({}, Object.keys(second)) };
    await l.deploy({ assembly: app(again, Object.keys(first).filter((id) => id in second)) });
    return secondsDenied(l.lambdaLogLines());
  }

  test('permits what is new in it that many seconds after the update', async () => {
    const [, later] = await twice({ List: policy('List', 'ecs:Tag*') }, { List: both });
    expect(later).toBeGreaterThanOrEqual(10);
  });
  test('goes on to permit what it permitted before', async () => expect((await twice({ List }, { List: both }))[1]).toBe(0));
});

test('an action of a policy that is not made yet is denied, although no policy names it so far', async () => {
  const l = await lab({ switches: { iam: { policyEffectiveAfter: 0 } } });
  await l.deploy({ assembly: app({ List: { ...List, DependsOn: ['Slow'] }, Slow: { ...role, DependsOn: ['Fn'] } }) });
  // No other resource goes on while a function works: it is denied for all of its 60 s, and permitted when it is asked again.
  const lines = l.lambdaLogLines().flatMap((line) => /timed out|denied for \d+ s/.exec(line)?.[0] ?? []);
  expect(lines).toEqual(['timed out', 'denied for 0 s']);
});

test('a policy that was deleted permits nothing', async () => {
  const l = await lab({ switches: { iam: { policyEffectiveAfter: 0 } } });
  await l.deploy({ assembly: app({ List }, ['List']) });
  await l.deploy({ assembly: app({ Later: custom() }) });
  await l.advance(60);
  await l.deploy({ assembly: app({ Later: custom(), Last: custom() }) });
  expect(l.lambdaLogLines().filter((line) => line.includes('timed out')).length).toBeGreaterThan(0);
});

test('of GetLogEvents the stream is compared: other streams of the group, other groups and Regions are denied', async () => {
  const reader = `
    const read = (region, logGroupName, logStreamName) => new Promise((resolve) => {
      const authorization = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260105/' + region + '/logs/aws4_request, Signature=0';
      const headers = { 'x-amz-target': 'Logs_20140328.GetLogEvents', 'content-type': 'application/x-amz-json-1.1', authorization };
      const ask = http.request(new URL(process.env.AWS_ENDPOINT_URL), { method: 'POST', headers }, (r) => {
        let body = '';
        r.on('data', (part) => { body += part; });
        r.on('end', () => resolve(/AccessDenied/.test(body) ? 'denied' : 'permitted'));
      });
      ask.end(JSON.stringify({ logGroupName, logStreamName }));
    });
    for (const one of ['eu-west-1 shared web/c/1', 'eu-west-1 shared proxy/c/1', 'eu-west-1 other web/c/1', 'us-east-1 shared web/c/1']) {
      console.log('reads ' + one + ': ' + await read(...one.split(' ')));
    }
    return {};`;
  const Resource = 'arn:aws:logs:eu-west-1:123456789012:log-group:shared:log-stream:web/*';
  const Policies = [{ PolicyName: 'Logs', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'logs:GetLogEvents', Resource }] } }];
  const l = await lab({ switches: { iam: { policyEffectiveAfter: 0 } } }, { place: { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' } });
  await l.deploy({ assembly: assembly({
    Resources: { Role: { ...role, Properties: { Policies } }, Fn: fn('f', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }), Thing: custom() },
  }, { f: answering(reader) }) });
  expect(l.lambdaLogLines().flatMap((line) => /reads (.*)/.exec(line)?.[1] ?? [])).toEqual([
    'eu-west-1 shared web/c/1: permitted', 'eu-west-1 shared proxy/c/1: denied', 'eu-west-1 other web/c/1: denied', 'us-east-1 shared web/c/1: denied',
  ]);
});
