import { crash, imageGone } from '../rules';
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
  ],
};
