import { CfnResource } from 'aws-cdk-lib';
import { LogPlace } from '../service/log-places';
import { LONGEST_CLUSTER, LONGEST_LOG_GROUP, longestName } from '../template/name-length';

/** The part of the permissions that does not depend on services. */
export interface RoleItself {
  /** Name of the log group of the function, possibly a token. */
  readonly logGroupName: string;
  readonly isInVpc: boolean;
}

/** Clusters and log groups of all services of the stack; absent if there are too many for one role. */
export interface Names {
  /** Name of a cluster by the id of its policy. */
  readonly clusters?: ReadonlyMap<string, string>;
  readonly logs?: LogNames;
}

export interface LogNames {
  readonly shared: readonly LogPlace[];
  /** Log groups of one service for which the permissions of the others must not wait, by the service. */
  readonly own: ReadonlyMap<CfnResource, readonly LogPlace[]>;
}

/**
 * IAM quotas: the inline policies of a role hold 10,240 characters together, white space not counted. Each of these is the text around the
 * names, in the partition and Region with the longest names, and each name counts as the longest that it can become.
 * `test/constructs/watcher/policy-size.test.ts` compares them with the rendered policies.
 */
const MAX_CHARACTERS = 10_240;
const A_ROLE = 975;
const IN_A_VPC = 260;
/** The name is in four ARNs and in the condition. */
const clusterCharacters = (name: number) => 609 + 5 * name;
const A_STATEMENT = 100;
const logGroupCharacters = (name: number) => 62 + name;

type Measure = (name: string, limit: number) => number;

const atMost: Measure = (_name, limit) => limit;

/** As many of the names as the role can hold. They are measured only if the longest would not fit: most stacks are small. */
export function fitting({ clusters, logs }: Required<Names>, itself: RoleItself): Names {
  const fits = (names: Names) => [atMost, longestName].some((measure) => size(names, itself, measure) <= MAX_CHARACTERS);
  return [{ clusters, logs }, { clusters }, { logs }].find(fits) ?? {};
}

function size({ clusters, logs }: Names, { logGroupName, isInVpc }: RoleItself, measure: Measure): number {
  const clusterNames = clusters ? [...clusters.values()] : ['*'];
  const statements = logs ? [logs.shared, ...logs.own.values()] : [[{ group: '*' }]];
  return A_ROLE + measure(logGroupName, LONGEST_LOG_GROUP) + (isInVpc ? IN_A_VPC : 0)
    + sum(clusterNames.map((name) => clusterCharacters(measure(name, LONGEST_CLUSTER))))
    + sum(statements.map((places) => A_STATEMENT + sum(places.map(({ group }) => logGroupCharacters(measure(group, LONGEST_LOG_GROUP))))));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
