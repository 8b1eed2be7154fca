import { CfnResource } from 'aws-cdk-lib';
import { distinctPlaces, LogPlace } from '../service/log-places';
import { LONGEST_CLUSTER, LONGEST_LOG_GROUP, longestName } from '../template/name-length';

/** The part of the permissions that does not depend on services. */
export interface RoleItself {
  /** Name of the log group of the function, possibly a token. */
  readonly logGroupName: string;
  readonly isInVpc: boolean;
  readonly hasKey: boolean;
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
const IN_A_VPC = 680;
const WITH_A_KEY = 420;
/** The name is in four ARNs and in the condition. */
const clusterCharacters = (name: number) => 609 + 5 * name;
const A_STATEMENT = 100;
const logGroupCharacters = (name: number) => 62 + name;
const streamCharacters = (prefix: string | undefined) => (prefix === undefined ? 0 : ':log-stream:'.length + prefix.length);

type Measure = (name: string, limit: number) => number;

const atMost: Measure = (_name, limit) => limit;

/** As many of the names as the role can hold. They are measured only if the longest would not fit: most stacks are small. */
export function fitting({ clusters, logs }: Required<Names>, itself: RoleItself): Names {
  const fits = (names: Names) => [atMost, longestName].some((measure) => size(names, itself, measure) <= MAX_CHARACTERS);
  const groups = ofWholeGroups(logs);
  return [{ clusters, logs }, { clusters, logs: groups }, { clusters }, { logs }, { logs: groups }].find(fits) ?? {};
}

/** The same log groups, with all of their streams. */
function ofWholeGroups({ shared, own }: LogNames): LogNames {
  const whole = (places: readonly LogPlace[]) => distinctPlaces(places.map(({ group, region }) => ({ group, region })));
  return { shared: whole(shared), own: new Map([...own].map(([service, places]) => [service, whole(places)])) };
}

function size({ clusters, logs }: Names, { logGroupName, isInVpc, hasKey }: RoleItself, measure: Measure): number {
  const clusterNames = clusters ? [...clusters.values()] : ['*'];
  const statements: (readonly LogPlace[])[] = logs ? [logs.shared, ...logs.own.values()] : [[{ group: '*' }]];
  const characters = ({ group, streamPrefix }: LogPlace) => (
    logGroupCharacters(measure(group, LONGEST_LOG_GROUP)) + streamCharacters(streamPrefix)
  );
  return A_ROLE + measure(logGroupName, LONGEST_LOG_GROUP) + (isInVpc ? IN_A_VPC : 0) + (hasKey ? WITH_A_KEY : 0)
    + sum(clusterNames.map((name) => clusterCharacters(measure(name, LONGEST_CLUSTER))))
    + sum(statements.map((places) => A_STATEMENT + sum(places.map(characters))));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
