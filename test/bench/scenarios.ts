import type { Switches, TaskRule } from '../../src/lab/world';
import { Shape } from '../soak/app';
import { Dice } from '../soak/dice';
import { BROKEN, Fate } from '../soak/fates';

/** How a deployment fails: the time until it is noticed depends on that. */
export type Kind = 'tasks never start' | 'tasks start and end' | 'tasks fail their checks' | 'no task is made';

/** A failure to be diagnosed. */
export interface Scenario {
  readonly name: string;
  /** What is broken; the same for both readings of one failure. */
  readonly fault: string;
  readonly kind: Kind;
  readonly traffic: Shape['traffic'];
  /** Ids of the true causes. */
  readonly causes: readonly string[];
  /** Words for the true cause. A text that contains them counts, even if it is AWS's own. */
  readonly truth: RegExp;
  /** The same tasks for all guards. */
  readonly rules: readonly TaskRule[];
  readonly switches?: Switches;
}

type About = readonly [kind: Kind, truth: RegExp];
const NEVER = 'tasks never start', ENDS = 'tasks start and end', CHECKS = 'tasks fail their checks', NONE = 'no task is made';

/** Of the fates of the soak (test/soak/fates.ts). */
const ABOUT: { readonly [fate: string]: About } = {
  'image gone': [NEVER, /1\.42\.0.*not found/i],
  'pull denied': [NEVER, /403 Forbidden/],
  'no way to the registry': [NEVER, /i\/o timeout/i],
  'secret lacks a key': [NEVER, /json key "?DB_PASSWORD/i],
  'no such parameter': [NEVER, /\/shop\/api\/token/],
  'secret denied': [NEVER, /ssm:GetParameters/],
  'no entrypoint': [NEVER, /env-execute/],
  'subnet full': [NEVER, /InsufficientFreeAddressesInSubnet/],
  'setting missing': [ENDS, /ORDERS_TABLE/],
  'silent crash': [ENDS, /code (1|2|17)\b/],
  'ends well and too early': [ENDS, /code 0\b/],
  'segfault': [ENDS, /\b139\b|SIGSEGV/],
  'out of memory': [ENDS, /OutOfMemory|out of memory/i],
  'unhealthy container': [CHECKS, /container health check/i],
  '404': [CHECKS, /\b404\b/],
  'check times out': [CHECKS, /request timed out/i],
  'nobody listens': [CHECKS, /Health checks failed|connection/i],
  'role gone': [NONE, /unable to assume the role/i],
  'vCPU quota': [NONE, /limit on the number of vCPUs/],
  'stays pending': [NONE, /PENDING/],
};

/** Of families that the soak has none of; texts as AWS writes them (test/corpus/texts.jsonl). */
const MORE: readonly Scenario[] = [
  starts('image for another platform', 'image-platform-mismatch', /no matching manifest/, {
    pull: { text: 'CannotPullContainerError: no matching manifest for linux/amd64 in the manifest list entries', after: 6, container: 'api' },
  }),
  starts('log group missing', 'log-group-missing', /log group does not exist/i, {
    init: {
      text: 'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: '
        + 'ResourceNotFoundException: The specified log group does not exist. : exit status 1',
    },
  }),
  starts('folder missing in the file system', 'efs-mount-failed', /No such file or directory/, {
    init: {
      text: 'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b\'mount.nfs4: mounting '
        + 'fs-01bd17a53b98b8014.efs.eu-west-1.amazonaws.com:/grafana failed, reason given by server: No such file or directory\' : unsuccessful EFS utils command execution; code: 32',
    },
  }),
];

function starts(name: string, cause: string, truth: RegExp, rule: TaskRule): Scenario {
  return { name, fault: name, kind: NEVER, traffic: 'none', causes: [cause], truth, rules: [rule] };
}

function ofFate(fate: Fate): Scenario {
  const about = ABOUT[fate.name];
  if (!about || !fate.broken) throw new Error(`test/bench/scenarios.ts does not know what tells "${fate.name}"`);
  const traffic = fate.traffic?.[0] ?? 'none';
  const { rules } = fate.course(new Dice(7), { traffic });
  return { name: fate.name, fault: fate.name, kind: about[0], traffic, causes: fate.broken.causes, truth: about[1], rules };
}

/**
 * Whether the circuit breaker counts a task that ran and then ended by itself is not settled: the guide speaks of tasks that fail to
 * reach RUNNING and of failed checks, and people report loops that it never ends (aws/containers-roadmap issue 1206), but others see it
 * end them. Both are played.
 */
function bothReadings(scenario: Scenario): readonly Scenario[] {
  if (scenario.kind !== ENDS) return [scenario];
  return [true, false].map((counts) => ({
    ...scenario,
    name: `${scenario.name} (${counts ? 'counted' : 'not counted'})`,
    switches: { ecs: { exitAfterRunningCounts: counts } },
  }));
}

export const SCENARIOS: readonly Scenario[] = [...BROKEN.map(ofFate), ...MORE].flatMap(bothReadings);
