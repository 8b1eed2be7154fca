import type { Lab } from '../../../src/lab/lab';
import { crash, imageGone, inOperation } from '../rules';
import { Family, Scenario } from '../scenario';
import { assembly, Version } from '../shop';

const first: Version = {};
const second: Version = { imageTag: '1.42.0' };

/** A quarter of an hour after the operation before: what lags shows its end, not its course. */
const laterTo = (version: Version) => async (lab: Lab) => {
  await lab.advance(15 * 60);
  return lab.deploy({ assembly: assembly(version) });
};

/** What LastUpdatedTime of a stack may be in an update. */
const MOMENTS = [['the end of the update', 'end'], ['5 s after its start', 5]] as const;

const ofLastUpdatedTime: readonly Scenario[] = MOMENTS.flatMap(([moment, lastUpdatedTime]) => [
  {
    name: `LastUpdatedTime is ${moment} (F3)`,
    happens: 'a bad image in an update; the service of the operation before is not taken for this one',
    versions: [first, second],
    rules: [inOperation(2, imageGone)],
    world: { switches: { lastUpdatedTime } },
    expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [15, 45] },
  },
  {
    name: `LastUpdatedTime is ${moment}, healthy (F3)`,
    happens: 'the same with a healthy update, which is watched to its end',
    versions: [first, second],
    world: { switches: { lastUpdatedTime } },
    expect: { status: 'UPDATE_COMPLETE', because: /completed/, verdict: [60, 120] },
  },
  {
    name: `LastUpdatedTime is ${moment}, the service is not changed (F3)`,
    happens: 'the same with another option of the diagnosis and the same service',
    versions: [first, { service: { diagnosis: { failureThreshold: 3 } } }],
    world: { switches: { lastUpdatedTime } },
    expect: { status: 'UPDATE_COMPLETE', because: /the same as before/, verdict: [0, 5] },
  },
]);

export const late: Family = {
  title: 'AWS is late',
  scenarios: [
    {
      name: 'policies that permit nothing for 25 s (F1)',
      happens: 'AccessDenied for every call of the function until 25 s after each policy was created; the start of the watch is tried again until it works',
      rules: [imageGone],
      versions: [second],
      world: { switches: { iam: { policyEffectiveAfter: 25 } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', log: /started to watch Shop\/Api, after \d+ attempts/ },
    },
    {
      name: 'policies that permit nothing for 25 s, healthy (F1)',
      happens: 'the same with a healthy deployment',
      world: { switches: { iam: { policyEffectiveAfter: 25 } } },
      expect: { status: 'CREATE_COMPLETE', because: /completed/, log: /started to watch Shop\/Api, after \d+ attempts/ },
    },
    {
      name: 'policies that permit nothing for 70 s (F1)',
      happens: 'one invocation is too short for it; Lambda delivers the request again a minute later, and the watch begins',
      rules: [imageGone],
      versions: [{ ...second, service: { circuitBreaker: { rollback: true, enable: false } } }],
      world: { switches: { iam: { policyEffectiveAfter: 70 } } },
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [110, 140],
        broken: true, log: /could not be started: AccessDeniedException: .*; Lambda delivers the request again/,
      },
    },
    {
      name: 'the first watch of a service that runs (F8)',
      happens: 'the diagnosis is added together with a bad image; CloudFormation begins with the service at once, and with the watch when two roles are there',
      versions: [{ plain: true }, second],
      rules: [inOperation(2, imageGone)],
      world: { switches: { iam: { policyEffectiveAfter: 0 } } },
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [20, 40] },
    },
    {
      name: 'the state machine is not allowed to call the function for 28 s (F8)',
      happens: 'the role of the state machine was made seconds before its first execution; the call is tried again, and the watch goes on',
      versions: [{ ...second, service: { circuitBreaker: { rollback: true, enable: false } } }],
      rules: [imageGone],
      world: { switches: { iam: { policyEffectiveAfter: { WaiterRole: 28 } } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [40, 60] },
    },
    {
      name: 'the policy for the log permits nothing for 35 s (F8)',
      happens: 'the tasks that failed can be read before their log; the diagnosis waits for the log and names the setting',
      rules: [crash],
      versions: [{ service: { circuitBreaker: { rollback: true, enable: false } } }],
      world: { switches: { iam: { policyEffectiveAfter: { Watch: 35 } } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing', says: ['ORDERS_TABLE'] },
    },
    {
      name: 'log pages that are empty (F2)',
      happens: 'the newest four pages of the log are empty although the stream has lines; the fifth has the error',
      rules: [crash],
      world: { switches: { logs: { emptyTailPages: 4 } } },
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-config-missing', says: ['ORDERS_TABLE'] },
    },
    {
      name: 'more empty log pages than a look reads (F2)',
      happens: 'ten pages are empty, and there are more: the reason does not say that no line was written',
      rules: [crash],
      world: { switches: { logs: { emptyTailPages: 20 } } },
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed',
        says: [/not read to its end: log group \S+: the latest 10 pages hold no line, and there are more/],
      },
    },
    ...ofLastUpdatedTime,
    {
      name: 'DescribeStacks 8 s late (F4)',
      happens: 'a bad image in an update; at the request CloudFormation still shows the end of the operation before',
      versions: [first],
      last: laterTo(second),
      rules: [inOperation(2, imageGone)],
      world: { switches: { stackStatusLag: 8 } },
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [15, 45], broken: true },
    },
    {
      name: 'DescribeStacks 8 s late, healthy (F4)',
      happens: 'the same with a healthy update, which is watched to its end',
      versions: [first],
      last: laterTo(second),
      world: { switches: { stackStatusLag: 8 } },
      expect: { status: 'UPDATE_COMPLETE', because: /completed/, verdict: [60, 120] },
    },
  ],
};
