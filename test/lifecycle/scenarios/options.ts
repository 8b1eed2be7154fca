import { Duration } from 'aws-cdk-lib';
import { CausePolicy, DiagnosisMode, OnTimeout } from '../../../src';
import type { DiagnosedFargateServiceProps } from '../../../src';
import type { TaskRule } from '../../../src/lab/world';
import { crash, imageGone, silentCrash } from '../rules';
import { Family } from '../scenario';
import { Version } from '../shop';

const diagnosis = (options: NonNullable<DiagnosedFargateServiceProps['diagnosis']>, more: Version = {}): Version => ({
  ...more, service: { ...more.service, diagnosis: options },
});
/** Nobody but the diagnosis would end it. */
const alone = (options: NonNullable<DiagnosedFargateServiceProps['diagnosis']>): Version => diagnosis(options, { service: { circuitBreaker: undefined } });
const fails = (n: number, rule: TaskRule = silentCrash): TaskRule => ({ ...rule, when: { failFirst: n } });
const secret: TaskRule = {
  containers: { api: { logs: [[0.5, 'connecting with token tkt-4711-0815'], [0.9, 'Error: refused for order 12345']], exit: { code: 1, after: 1 } } },
};
const hostile: TaskRule = { containers: { api: { logs: [[0.5, 'boot'], [0.9, `Error: ${'a'.repeat(80)}!`]], exit: { code: 1, after: 1 } } } };

export const options: Family = {
  title: 'Options',
  scenarios: [
    {
      name: 'mode REPORT',
      happens: 'the image is missing; the diagnosis is logged, the circuit breaker ends the deployment',
      versions: [diagnosis({ mode: DiagnosisMode.REPORT })],
      rules: [imageGone],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'service', cause: 'image-not-found', log: /reported only \(mode REPORT\)/, verdict: [40, 65] },
    },
    {
      name: 'mode REPORT, deployment heals',
      happens: 'two tasks exit, enough for a diagnosis; the next ones keep running, and nothing fails',
      versions: [diagnosis({ mode: DiagnosisMode.REPORT })],
      rules: [fails(2)],
      expect: { status: 'CREATE_COMPLETE', cause: 'app-crashed', log: /reported only/, verdict: [55, 100] },
    },
    {
      name: 'failureThreshold 1',
      happens: 'the first task that exits is enough',
      versions: [diagnosis({ failureThreshold: 1 })],
      rules: [{ ...silentCrash, when: { task: 1 } }, { hang: 'PENDING' }],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', because: /^1 of 1 allowed failures/, verdict: [50, 90] },
    },
    {
      name: 'failureThreshold 4',
      happens: 'three failures are tolerated',
      versions: [alone({ failureThreshold: 4 })],
      rules: [fails(3)],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'failureThreshold 4, reached',
      happens: 'the fourth failure ends the deployment',
      versions: [alone({ failureThreshold: 4 })],
      rules: [silentCrash],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', because: /^4 of 4 allowed failures/ },
    },
    {
      name: 'a cause never fails',
      happens: 'tasks exit; the options forbid a failure for this cause',
      versions: [diagnosis({ causes: { 'app-crashed': CausePolicy.never() } })],
      rules: [fails(2)],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'a cause fails at once',
      happens: 'the options let one Spot interruption end the deployment',
      versions: [alone({ causes: { 'spot-interruption': CausePolicy.failAtOnce() } })],
      rules: [{ when: { failFirst: 1 }, spot: { after: 20 } }],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'spot-interruption', because: /^1 of 1 allowed failures with spot-interruption/ },
    },
    {
      name: 'a cause fails after three tasks',
      happens: 'two failures are tolerated, then the image is pushed',
      versions: [alone({ causes: { 'image-not-found': CausePolicy.failAfter(3) } })],
      rules: [fails(2, imageGone)],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'a cause fails after three tasks, reached',
      happens: 'the image is never pushed',
      versions: [alone({ causes: { 'image-not-found': CausePolicy.failAfter(3) } })],
      rules: [imageGone],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', because: /failures where 3 are allowed with image-not-found|^3 of 3/, verdict: [380, 480] },
    },
    {
      name: 'timeout, onTimeout HAND_OVER',
      happens: 'the watch ends after two minutes, the deployment ends well after five',
      versions: [diagnosis({ timeout: Duration.minutes(2) })],
      rules: [{ slow: { pending: 240 } }],
      expect: { status: 'CREATE_COMPLETE', because: /^the watch ends after 2 min, waiting for 2 tasks in PENDING to run/, verdict: [140, 155] },
    },
    {
      name: 'timeout, onTimeout FAIL',
      happens: 'the same with a failure when the watch ends',
      versions: [diagnosis({ timeout: Duration.minutes(2), onTimeout: OnTimeout.FAIL })],
      rules: [{ slow: { pending: 240 } }],
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'deployment-not-progressing', because: /^the watch ends after 2 min/, verdict: [140, 155], says: [/awaited: /],
      },
    },
    {
      name: 'timeout while tasks fail',
      happens: 'the threshold is not reached in time; the message names the cause so far',
      versions: [alone({ timeout: Duration.minutes(2), onTimeout: OnTimeout.FAIL, failureThreshold: 90 })],
      rules: [silentCrash],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', because: /^the watch ends after 2 min/, verdict: [140, 155] },
    },
    {
      name: 'deployment outlasts the hour',
      happens: 'the tasks run after an hour and ten minutes; the diagnosis hands over after 57 minutes, and the deployment completes',
      versions: [diagnosis({ stuckAfter: Duration.seconds(0) })],
      rules: [{ slow: { pending: 4200 } }],
      expect: { status: 'CREATE_COMPLETE', because: /^the watch ends after 57 min/, verdict: [3440, 3460], seconds: [4200, 4400] },
    },
    {
      name: 'logLines 0',
      happens: 'nothing of the log reaches the stack events; the log of the watcher has the whole diagnosis',
      versions: [diagnosis({ logLines: 0, failureThreshold: 2 })],
      rules: [secret],
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed',
        also: ({ reason, log }) => {
          expect(reason).not.toMatch(/log \(api\)|connecting with|refused|12345/);
          expect(reason).toContain('exits with code 1');
          expect(log).toContain('refused for order 12345');
        },
      },
    },
    {
      name: 'redact',
      happens: 'text that matches the pattern is in no event and in no log line of the watcher',
      versions: [diagnosis({ redact: ['tkt-[0-9-]+', 'order \\d+'] })],
      rules: [secret],
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis',
        also: ({ reason, log }) => {
          expect(reason).toContain('connecting with token');
          expect(`${reason}${log}`).not.toMatch(/4711|12345/);
        },
      },
    },
    {
      name: 'redact with a pattern that backtracks',
      happens: 'matching the log would take longer than the function runs; the message has nothing of the log, and the deployment fails as fast as ever',
      versions: [diagnosis({ redact: ['(a+)+$'] })],
      rules: [hostile],
      expect: {
        status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', verdict: [40, 75],
        also: ({ reason, log }) => {
          expect(reason).toContain('not quoted: texts of logs: redact[0] took too long');
          expect(`${reason}${log}`).not.toContain('aaaaaaaa');
        },
      },
    },
    {
      name: 'diagnosis switched off',
      happens: 'enabled: false leaves a plain service',
      versions: [diagnosis({ enabled: false })],
      rules: [crash],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'service' },
    },
  ],
};
