import { imageGone } from '../rules';
import { Family } from '../scenario';
import { Version } from '../shop';

const second: Version = { imageTag: '1.42.0' };

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
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [95, 125],
        broken: true, log: /could not be started: AccessDeniedException: .*; Lambda delivers the request again/,
      },
    },
  ],
};
