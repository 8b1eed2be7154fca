import { Duration } from 'aws-cdk-lib';
import { answers404, imageGone, inOperation, silentCrash } from '../rules';
import { Family } from '../scenario';
import { ALARMS, hooked, onUpdate, pair, PAUSE, shifting } from '../shifting';
import { Version } from '../shop';

const v2: Version = { imageTag: '1.42.0' };

export const strategies: Family = {
  title: 'Blue/green, linear and canary deployments',
  scenarios: [
    {
      name: 'blue/green create',
      happens: 'the first deployment of a service with two target groups',
      versions: [shifting()],
      expect: { status: 'CREATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'blue/green update',
      happens: 'the traffic is shifted; after the bake time the old tasks stop',
      versions: pair(),
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'blue/green, long bake time',
      happens: 'nothing moves for longer than stuckAfter; this is not stuck',
      versions: pair({ BakeTimeInMinutes: 8 }),
      expect: { status: 'UPDATE_COMPLETE', because: /completed/, seconds: [480, 800] },
    },
    {
      name: 'blue/green, bad image',
      happens: 'the green tasks cannot pull their image; no traffic was shifted',
      versions: pair(),
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [15, 50] },
    },
    {
      name: 'blue/green, bad image at create',
      happens: 'there is nothing to roll back to',
      versions: [shifting({}, v2)],
      rules: [imageGone],
      expect: { status: 'ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found', verdict: [35, 70] },
    },
    {
      name: 'blue/green, application exits',
      happens: 'the green tasks exit at start',
      versions: pair(),
      rules: [inOperation(2, silentCrash)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', verdict: [30, 90] },
    },
    {
      name: 'blue/green, health check answers 404',
      happens: 'the green targets never become healthy',
      versions: pair(),
      rules: [inOperation(2, answers404)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'elb-health-check-status', verdict: [40, 180] },
    },
    {
      name: 'blue/green without a way to the second target group',
      happens: 'no rule forwards to it: ECS refuses the deployment',
      versions: [shifting({}, {}, false)],
      expect: { status: 'ROLLBACK_COMPLETE', first: /^Api/, verdict: [2, 30] },
    },
    {
      name: 'hook passes',
      happens: 'a Lambda hook answers after a minute',
      versions: hooked('POST_TEST_TRAFFIC_SHIFT'),
      deployments: onUpdate({ hooks: { POST_TEST_TRAFFIC_SHIFT: { after: 60 } } }),
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'hook fails',
      happens: 'a Lambda hook answers FAILED; ECS rolls back',
      versions: hooked('POST_TEST_TRAFFIC_SHIFT'),
      deployments: onUpdate({ hooks: { POST_TEST_TRAFFIC_SHIFT: { after: 10, status: 'FAILED' } } }),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'lifecycle-hook-failed', because: /ECS has given up the deployment/ },
    },
    {
      name: 'hook takes ten minutes',
      happens: 'a Lambda hook asks for more time again and again; ECS waits, and so does the diagnosis',
      versions: hooked('PRE_SCALE_UP'),
      deployments: onUpdate({ hooks: { PRE_SCALE_UP: { after: 600 } } }),
      expect: { status: 'UPDATE_COMPLETE', because: /completed/, seconds: [600, 900] },
    },
    {
      name: 'pause, continued by a person',
      happens: 'the deployment waits ten minutes for an answer',
      versions: hooked('POST_TEST_TRAFFIC_SHIFT', PAUSE),
      deployments: onUpdate({ hooks: { POST_TEST_TRAFFIC_SHIFT: { after: 600, action: 'CONTINUE' } } }),
      expect: { status: 'UPDATE_COMPLETE', because: /completed/, log: /waiting for .*hook/ },
    },
    {
      name: 'pause, rolled back by a person',
      happens: 'a person rolls the deployment back',
      versions: hooked('POST_TEST_TRAFFIC_SHIFT', PAUSE),
      deployments: onUpdate({ hooks: { POST_TEST_TRAFFIC_SHIFT: { after: 300, action: 'ROLLBACK' } } }),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: /^Api/ },
    },
    {
      name: 'pause that times out',
      happens: 'no answer for ten minutes; ECS rolls back',
      versions: hooked('POST_TEST_TRAFFIC_SHIFT', { ...PAUSE, TimeoutConfiguration: { TimeoutInMinutes: 10, Action: 'ROLLBACK' } }),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: /^Api/, seconds: [600, 900] },
    },
    {
      name: 'pause longer than the watch',
      happens: 'no answer for two hours; the diagnosis hands over when its time is over, and ECS continues after the answer',
      versions: hooked('POST_TEST_TRAFFIC_SHIFT', PAUSE, { timeout: Duration.minutes(8) }),
      deployments: onUpdate({ hooks: { POST_TEST_TRAFFIC_SHIFT: { after: 7200, action: 'CONTINUE' } } }),
      expect: { status: 'UPDATE_COMPLETE', because: /the watch ends after 8 min.*an answer to the lifecycle hook at POST_TEST_TRAFFIC_SHIFT/, verdict: [480, 500] },
    },
    {
      name: 'alarm in the bake time',
      happens: 'an alarm goes off after the traffic is shifted; ECS shifts it back',
      versions: pair({ ...ALARMS, BakeTimeInMinutes: 5 }),
      deployments: onUpdate({ alarm: { after: 200 } }),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'alarm-rollback', verdict: [198, 210] },
    },
    {
      name: 'canary',
      happens: 'ten per cent of the traffic for two minutes, then all of it',
      versions: pair({ Strategy: 'CANARY', CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 2 } }),
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
    {
      name: 'canary, alarm',
      happens: 'an alarm goes off with ten per cent of the traffic',
      versions: pair({ Strategy: 'CANARY', CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 5 }, ...ALARMS }),
      deployments: onUpdate({ alarm: { after: 180 } }),
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'alarm-rollback', verdict: [178, 190] },
    },
    {
      name: 'canary, tasks exit',
      happens: 'the canary tasks exit at start',
      versions: pair({ Strategy: 'CANARY', CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 2 } }),
      rules: [inOperation(2, silentCrash)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'app-crashed', verdict: [30, 90] },
    },
    {
      name: 'linear',
      happens: 'forty per cent of the traffic each minute',
      versions: pair({ Strategy: 'LINEAR', LinearConfiguration: { StepPercent: 40, StepBakeTimeInMinutes: 1 } }),
      expect: { status: 'UPDATE_COMPLETE', because: /completed/, seconds: [120, 500] },
    },
    {
      name: 'linear, long steps',
      happens: 'each step lasts longer than stuckAfter',
      versions: pair({ Strategy: 'LINEAR', LinearConfiguration: { StepPercent: 50, StepBakeTimeInMinutes: 8 } }),
      expect: { status: 'UPDATE_COMPLETE', because: /completed/, seconds: [480, 900] },
    },
    {
      name: 'linear, bad image',
      happens: 'no traffic was shifted',
      versions: pair({ Strategy: 'LINEAR', LinearConfiguration: { StepPercent: 40, StepBakeTimeInMinutes: 6 } }),
      rules: [inOperation(2, imageGone)],
      expect: { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'diagnosis', cause: 'image-not-found' },
    },
    {
      name: 'from rolling to blue/green',
      happens: 'the update changes the strategy with the image',
      versions: [{ loadBalanced: true }, shifting({}, v2)],
      expect: { status: 'UPDATE_COMPLETE', because: /completed/ },
    },
  ],
};
