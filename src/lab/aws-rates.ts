import { RateLimit } from './rates';

const ECS = 'Amazon ECS API Reference, "Request throttling for the Amazon ECS API"';
const ELB = 'Elastic Load Balancing User Guide, "Request throttling for the Elastic Load Balancing API"';
const LOGS = 'AWS General Reference, "Amazon CloudWatch Logs endpoints and quotas": 10 per second in Europe (Ireland), 25 in most regions';
const STATES = 'AWS Step Functions Developer Guide, "Service quotas": Europe (Ireland), standard workflows';

/**
 * AWS's rates for one account in Europe (Ireland), for all operations that the watcher calls. CloudFormation publishes no rates; users
 * report five DescribeStacks a second (aws/aws-sam-cli issue 2671), and the lab allows no more than that for each of its operations. A
 * quota "per second" is a bucket of one second. The calls that CloudFormation and ECS make themselves do not count: Elastic Load
 * Balancing has separate buckets for them (same page); for the other services this is not documented.
 */
export const AWS_RATES: readonly RateLimit[] = [
  { name: 'ECS service read', service: 'ecs', operations: ['DescribeServices', 'ListServices'], capacity: 100, perSecond: 20, source: ECS },
  {
    name: 'ECS cluster resource read',
    service: 'ecs',
    operations: ['DescribeTasks', 'ListTasks', 'DescribeContainerInstances', 'ListContainerInstances', 'ListAttributes'],
    capacity: 100,
    perSecond: 20,
    source: ECS,
  },
  {
    name: 'ECS service deployment',
    service: 'ecs',
    operations: ['DescribeServiceDeployments', 'ListServiceDeployments'],
    capacity: 50,
    perSecond: 20,
    source: ECS,
  },
  {
    name: 'ECS task definition read',
    service: 'ecs',
    operations: ['DescribeTaskDefinition', 'ListTaskDefinitions', 'ListTaskDefinitionFamilies'],
    capacity: 50,
    perSecond: 20,
    source: ECS,
  },
  { name: 'ECS cluster read', service: 'ecs', operations: ['DescribeClusters', 'ListClusters'], capacity: 50, perSecond: 20, source: ECS },
  {
    name: 'ELB account',
    service: 'elb',
    operations: ['DescribeTargetGroups', 'DescribeTargetHealth', 'DescribeListeners', 'DescribeRules', 'DescribeLoadBalancers'],
    capacity: 40,
    perSecond: 10,
    source: ELB,
  },
  { name: 'Logs GetLogEvents', service: 'logs', operations: ['GetLogEvents'], capacity: 10, perSecond: 10, source: LOGS },
  { name: 'States StartExecution', service: 'states', operations: ['StartExecution'], capacity: 1_300, perSecond: 300, source: STATES },
  { name: 'CloudFormation DescribeStacks', service: 'cloudformation', operations: ['DescribeStacks'], capacity: 10, perSecond: 5 },
  {
    name: 'CloudFormation DescribeStackResource',
    service: 'cloudformation',
    operations: ['DescribeStackResource'],
    capacity: 10,
    perSecond: 5,
  },
];
