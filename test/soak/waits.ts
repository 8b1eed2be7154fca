import { Dice } from './dice';
import { Course, FARGATE, Fate } from './fates';

const SHORT = { StuckAfterSeconds: 180 };
/** Some seconds beyond `stuckAfter`: mostly of three minutes, at times of the default quarter of an hour, which takes more looks. */
const beyond = (dice: Dice, least: number, most: number): readonly [seconds: number, settings: Course['settings']] =>
  (dice.chance(0.85) ? [dice.between(least, most), SHORT] : [dice.between(1000, 1600), {}]);

/** Nothing moves for longer than `stuckAfter`, and the settings of the service say why. */
export const EXPLAINED: readonly Fate[] = [
  {
    name: 'unhealthy within a long grace period',
    weight: 3,
    traffic: ['alb'],
    platform: FARGATE,
    course: (dice) => {
      const [healthyAfter, settings] = beyond(dice, 300, 540);
      return { rules: [{ elb: { reason: 'Target.Timeout', description: 'Request timed out', healthyAfter } }], settings: { ...settings, GraceSeconds: healthyAfter + 300 } };
    },
  },
  {
    name: 'the health check of the container is slow',
    weight: 3,
    traffic: ['checked'],
    course: (dice) => {
      const healthyAfter = dice.between(360, 840);
      return {
        rules: [{ containerHealth: { container: 'api', healthyAfter } }],
        settings: { ...SHORT, CheckStartSeconds: 300, CheckIntervalSeconds: 60, CheckRetries: Math.ceil((healthyAfter - 300) / 60) + 1 },
      };
    },
  },
  {
    name: 'targets are checked every five minutes',
    weight: 2,
    traffic: ['alb'],
    platform: FARGATE,
    course: () => ({ rules: [], settings: { ...SHORT, TargetIntervalSeconds: 300, GraceSeconds: 600 } }),
  },
];

/** Of traffic that is shifted; the window that settings imply is over ten minutes behind a load balancer. */
const shifted = { traffic: ['blue-green'], platform: FARGATE, changes: ['update'] } as const;
const LONG = [780, 960] as const;
const HOOK_STAGES = ['PRE_SCALE_UP', 'POST_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'];

/** Waits that somebody wants and that end by themselves. */
export const INTENDED_WAITS: readonly Fate[] = [
  {
    name: 'watches its alarms',
    weight: 3,
    traffic: ['none', 'checked'],
    course: (dice) => {
      const [seconds, settings] = beyond(dice, 300, 480);
      return { rules: [], settings: { ...settings, AlarmsOn: 'true', BakeMinutes: Math.ceil(seconds / 60) } };
    },
  },
  {
    ...shifted,
    name: 'bakes',
    weight: 2,
    course: (dice) => {
      const [seconds, settings] = beyond(dice, ...LONG);
      return { rules: [], settings: { ...settings, BakeMinutes: Math.ceil(seconds / 60), AlarmsOn: dice.pick(['true', 'false']) } };
    },
  },
  {
    ...shifted,
    name: 'goes over in long steps',
    weight: 2,
    course: (dice) => ({ rules: [], settings: { ...SHORT, Strategy: dice.pick(['CANARY', 'LINEAR'] as const), StepPercent: 50, StepMinutes: dice.between(13, 15) } }),
  },
  {
    ...shifted,
    name: 'a hook answers late',
    weight: 3,
    course: (dice) => {
      const [after, settings] = beyond(dice, ...LONG);
      const stage = dice.pick(HOOK_STAGES);
      const HookTarget = dice.pick(['AWS_LAMBDA', 'PAUSE'] as const);
      const answer = HookTarget === 'PAUSE' ? { action: 'CONTINUE' as const } : { status: 'SUCCEEDED' as const };
      const deployment = { hooks: { [stage]: { after, ...answer } } };
      return { rules: [], settings: { ...settings, HookStage: stage, HookTarget }, deployment };
    },
  },
  {
    name: 'old targets drain',
    weight: 2,
    traffic: ['alb'],
    platform: FARGATE,
    changes: ['update'],
    course: (dice) => {
      const [DeregistrationSeconds, settings] = beyond(dice, ...LONG);
      return { rules: [], settings: { ...settings, DeregistrationSeconds } };
    },
  },
];
