import { all, BALANCED, DEPLOYING, exits, FARGATE, Fate } from './fates';
import { TEXT } from './texts';

const refused = 'Error: connect ECONNREFUSED 10.0.3.4:5432';

/** What goes wrong at first, or for some of the tasks, and heals. */
export const PASSING: readonly Fate[] = [
  { name: 'healthy', weight: 4, changes: [...DEPLOYING, 'count', 'tags', 'config', 'options'], tasks: [0, 1, 1, 2, 2, 3, 5, 10, 50], course: all() },
  {
    name: 'slow',
    weight: 2,
    changes: DEPLOYING,
    course: (dice, { traffic }) => {
      // Within the grace or start period, where something checks.
      const healthy = traffic === 'none' ? dice.between(40, 200) : dice.between(1, 20);
      return { rules: [{ slow: { provisioning: dice.between(10, 200), pending: dice.between(10, 300), healthy } }] };
    },
  },
  { name: 'one crash, then well', weight: 5, changes: DEPLOYING, tasks: [1, 1, 1, 2, 3, 5], course: (dice) => ({ rules: [{ ...exits(dice.pick([1, 2, 137]), dice.between(1, 20), [[0.5, refused]]), when: { failFirst: 1 } }] }) },
  {
    name: 'one of many exits once',
    weight: 2,
    changes: DEPLOYING,
    tasks: [20, 20, 30, 50],
    course: (dice) => ({ rules: [{ ...exits(1, dice.between(1, 20), [[0.5, refused]]), when: { task: dice.between(1, 15) } }] }),
  },
  // Two by two: the other tasks of the new version are younger, or not there yet, and nothing but that these were healthy speaks for it.
  {
    name: 'the first have been healthy, then exit',
    weight: 4,
    traffic: ['none'],
    platform: FARGATE,
    changes: ['update'],
    tasks: [8],
    course: (dice) => ({ rules: [{ ...exits(1, dice.between(125, 160)), when: { task: '1-2' } }], settings: { MinPercent: 100, MaxPercent: 125 } }),
  },
  { name: 'one network failure, then well', weight: 2, course: all({ pull: { text: TEXT.pullTimeout, after: 9, container: 'api' }, when: { failFirst: 1 } }) },
  { name: 'rate limited at first', weight: 1, course: all({ pull: { text: TEXT.rateLimit, after: 4, container: 'api' }, when: { failFirst: 1 } }) },
  { name: 'no capacity at first', weight: 1, platform: FARGATE, course: all({ place: { text: TEXT.capacity }, when: { failFirst: 1 } }) },
  // The old tasks hold what the new one needs.
  { name: 'no room at first', weight: 2, traffic: ['none', 'checked'], platform: ['EC2', 'SCALED'], changes: ['update'], course: all({ place: { text: TEXT.noMemory }, when: { failFirst: 1 } }) },
  { name: 'spot takes tasks away', weight: 2, changes: DEPLOYING, course: (dice) => ({ rules: [{ spot: { after: dice.between(2, 90) }, when: { task: `1-${dice.between(1, 3)}` } }] }) },
  {
    name: 'spot takes some of many',
    weight: 1,
    platform: ['FARGATE_SPOT'],
    tasks: [10, 20],
    course: (dice) => {
      const first = dice.between(1, 4);
      return { rules: [{ spot: { after: dice.between(5, 60) }, when: { task: `${first}-${first + dice.between(2, 5)}` } }] };
    },
  },
  { name: 'an instance leaves', weight: 1, changes: DEPLOYING, course: (dice) => ({ rules: [{ infra: { after: dice.between(2, 60) }, when: { task: 1 } }] }) },
  { name: 'a person stops a task', weight: 1, changes: DEPLOYING, course: (dice) => ({ rules: [{ user: { after: dice.between(2, 60), text: 'looking into it' }, when: { task: `1-${dice.between(1, 3)}` } }] }) },
  {
    name: 'a person stops what runs',
    weight: 2,
    changes: ['update'],
    course: (dice) => ({ rules: [], person: { seconds: dice.between(10, 70), does: 'stops tasks' } }),
  },
  {
    name: 'a person forces another deployment',
    weight: 1,
    traffic: ['none', 'checked', 'alb'],
    changes: ['update'],
    course: (dice) => ({ rules: [], person: { seconds: dice.between(10, 40), does: 'forces a deployment' } }),
  },
  // They belong to an older deployment, whatever they exit with. Two are slow: CloudFormation is content once all have run for a moment.
  {
    name: 'tasks that are added exit at first',
    weight: 4,
    traffic: ['none'],
    platform: FARGATE,
    changes: ['count'],
    tasks: [10],
    course: (dice) => ({ rules: [], before: [{ ...exits(1, dice.between(1, 5)), when: { task: '3-8' } }, { slow: { pending: dice.between(100, 300) }, when: { task: '9-10' } }] }),
  },
  {
    name: 'passes its check late',
    weight: 2,
    traffic: BALANCED,
    platform: FARGATE,
    changes: DEPLOYING,
    course: (dice) => ({ rules: [{ elb: { reason: 'Target.FailedHealthChecks', description: 'Health checks failed', healthyAfter: dice.between(5, 40) } }] }),
  },
  { name: 'healthy late', weight: 1, traffic: ['checked'], course: (dice) => ({ rules: [{ containerHealth: { container: 'api', healthyAfter: dice.between(5, 25) } }] }) },
];
