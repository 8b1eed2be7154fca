import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { FoundService } from './find-service';
import { taskDefinitionOf } from './task-definition';
import { member, readProperty } from '../template/property';
import { asText, resourceOf } from '../template/references';

/** Where containers of a service log to. */
export interface LogPlace {
  /** Name of a CloudWatch Logs log group, possibly a token; `*` if synthesis cannot know it. */
  readonly group: string;
  /** Region of the log group if it is not that of the stack; `*` if synthesis cannot know it. */
  readonly region?: string;
  /** First part of the names of the log streams; undefined if synthesis does not know it or the group, or if the driver has none. */
  readonly streamPrefix?: string;
}

/**
 * Log groups that the containers of a service name for the `awslogs` driver, as the template will have them. Only in a complete app.
 * undefined: the task definition is not part of this app, or only the deployment reveals the log groups.
 */
export function logPlaces(service: FoundService): LogPlace[] | undefined {
  const taskDefinition = taskDefinitionOf(service);
  if (!taskDefinition) return undefined;
  const configurations = readProperty(taskDefinition, 'ContainerDefinitions', logConfigurations);
  if (!Array.isArray(configurations)) return undefined;
  const places: LogPlace[] = [];
  for (const configuration of configurations) {
    if (member(configuration, 'LogDriver') !== 'awslogs') continue;
    const options = member(configuration, 'Options');
    const group = asText(taskDefinition.stack, member(options, 'awslogs-group'));
    if (typeof group !== 'string') return undefined;
    const region = member(options, 'awslogs-region');
    places.push({
      group,
      region: typeof region === 'string' && region !== taskDefinition.stack.region ? region : undefined,
      streamPrefix: literalPrefix(member(options, 'awslogs-stream-prefix')),
    });
  }
  return taskDefinition.stack === service.l1.stack ? places : places.map((place) => fromOtherStack(place, service.l1));
}

/** Of each container, null without one; a token for all containers stays a token. */
function logConfigurations(containers: unknown = []): unknown {
  return Array.isArray(containers) ? containers.map((container) => member(container, 'LogConfiguration') ?? null) : containers;
}

/**
 * References in the task definition of another stack are not exported for this policy: CloudFormation deploys the other stack first, and
 * does not let it remove an export that this one still imports, which it does until it is deployed without the diagnosis.
 * Functions and pseudo parameters of another template (`AWS::StackName`) would mean something else in this one.
 */
function fromOtherStack({ group, region, streamPrefix }: LogPlace, service: CfnResource): LogPlace {
  const isKnown = (text: string) => Tokenization.reverseString(text).tokens
    .every((token) => Reference.isReference(token) && outermostStack(token.target) === outermostStack(service));
  const knownGroup = isKnown(group) ? group : literalName(group);
  return {
    group: knownGroup ?? '*',
    region: region === undefined || isKnown(region) ? region : '*',
    // For all log groups, services share one policy.
    streamPrefix: knownGroup === undefined ? undefined : streamPrefix,
  };
}

/** Each place once. Where all streams of a group are read, their prefixes do not count. */
export function distinctPlaces(places: readonly LogPlace[]): LogPlace[] {
  const name = ({ region = '', group }: LogPlace) => `${region} ${group}`;
  const whole = new Set(places.filter(({ streamPrefix }) => streamPrefix === undefined).map(name));
  const needed = places.filter((place) => place.streamPrefix === undefined || !whole.has(name(place)));
  return [...new Map(needed.map((place) => [`${name(place)} ${place.streamPrefix ?? ''}`, place])).values()];
}

/**
 * A stream is named `<prefix>/<container>/<task id>`; without a prefix, which only tasks on EC2 may lack, after the id of the container in
 * Docker (Amazon ECS Developer Guide, "Send Amazon ECS logs to CloudWatch"). CloudWatch Logs allows no `*` and no `:` in the name of a
 * stream, and IAM reads `?` and `$` in a resource as its own signs.
 */
function literalPrefix(prefix: unknown): string | undefined {
  return typeof prefix === 'string' && !Token.isUnresolved(prefix) && /^[^*:?$]+$/.test(prefix) ? prefix : undefined;
}

/** The name that the app itself gives a log group. */
function literalName(group: string): string | undefined {
  const resource = resourceOf(group, 'AWS::Logs::LogGroup');
  const name = resource && readProperty(resource, 'LogGroupName');
  return typeof name === 'string' && !Token.isUnresolved(name) ? name : undefined;
}

/** Nested stacks and their parent pass names on as parameters, which may be removed at any time. */
function outermostStack(construct: IConstruct): Stack {
  let stack = Stack.of(construct);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
}
