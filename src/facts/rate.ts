/**
 * Services that are deployed at a time, up to which each is looked at as often as it needs. With more, the looks are spread out. One look
 * each in 5 s makes 8 calls of DescribeServices per second: two fifths of the 20 that AWS answers (Amazon ECS API Reference, request
 * throttling). The rest is for other callers. It is not in decision/policy.ts, because what a look reads is spread out by it, too.
 */
export const SERVICES_AT_FULL_RATE = 40;

/**
 * Calls per second that AWS answers in the long run, for each group of operations that share a bucket (Amazon ECS API Reference, "Request
 * throttling for the Amazon ECS API"; Elastic Load Balancing User Guide, "Request throttling for the Elastic Load Balancing API"; AWS
 * General Reference, "Amazon CloudWatch Logs endpoints and quotas": 10 in some Regions, 25 in most). By the names of `AccountApi`. There
 * is no published rate for StopServiceDeployment: it gets that of the other calls that change a deployment ("Service modify actions").
 */
export const PUBLISHED_RATES: readonly { readonly perSecond: number; readonly calls: readonly string[] }[] = [
  { perSecond: 20, calls: ['describeServices', 'listServices'] },
  { perSecond: 20, calls: ['describeTasks', 'listTasks'] },
  { perSecond: 20, calls: ['describeServiceDeployments', 'listServiceDeployments'] },
  { perSecond: 20, calls: ['describeServiceRevisions'] },
  { perSecond: 20, calls: ['describeTaskDefinition'] },
  { perSecond: 5, calls: ['stopServiceDeployment'] },
  { perSecond: 10, calls: ['describeTargetGroups', 'describeTargetHealth'] },
  { perSecond: 10, calls: ['getLogEvents'] },
];
