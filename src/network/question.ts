import { Destination, Question, TaskSubnet } from './model';
import { serviceOfHost } from './services';
import { CauseId } from '../contract';
import { Cause, Diagnosis } from '../diagnosis/model';
import {
  connectionIn, ecrRegion, layersIn, namesEcr, onInstances, regionOf, Step, taskId, watchedDeployment,
} from '../diagnosis/read';
import { Frame, Service } from '../facts/model';

/** Causes behind which routes, endpoints and filters can be. All of them are about what ECS itself calls before the program runs. */
const OF_NETWORK: ReadonlySet<CauseId> = new Set<CauseId>(['image-pull-network', 'secret-network', 'log-network']);

/** Something answered, so that packets find their way; or nothing of the VPC is involved. */
const BEYOND: ReadonlySet<Step> = new Set<Step>(['proxy', 'untrusted', 'refused', 'cut', 'no-tls']);

/**
 * What to look up about the first cause. undefined: it is no cause of the network, or nothing that could be read explains it. On an
 * instance, its own interface makes these connections (Amazon ECS Developer Guide, "Task networking for tasks on Amazon EC2"), and neither
 * the service nor the task shows its subnet.
 */
export function networkQuestion(frame: Frame, { causes: [cause] }: Pick<Diagnosis, 'causes'>): Question | undefined {
  if (!cause || onInstances(frame)) return undefined;
  const text = textOf(cause);
  const { step } = connectionIn(text);
  const isRefused = cause.id === 'image-pull-denied' && layersIn(text)?.certainty === 'certain';
  if (!OF_NETWORK.has(cause.id) && !isRefused) return undefined;
  const region = regionOf(frame);
  if (BEYOND.has(step) || !region) return undefined;
  const vpc = vpcOf(frame);
  const own = subnetsOfTasks(frame, cause);
  const subnets = own.length ? own : (vpc?.subnets ?? []).map((id): TaskSubnet => ({ id }));
  if (!subnets.length) return undefined;
  const account = /^arn:[\w-]+:ecs:[\w-]+:(\d{12}):/.exec(frame.service?.serviceArn ?? frame.tasks?.[0]?.taskArn ?? '')?.[1];
  const dnsServer = /lookup \S{1,253} on \[?([\da-f.:]+?)\]?:53\b/i.exec(text)?.[1];
  return {
    at: frame.at,
    region,
    ...(account && { account }),
    subnets,
    ofTasks: own.length > 0,
    securityGroups: vpc?.securityGroups ?? [],
    ...(vpc?.assignPublicIp && { publicIp: vpc.assignPublicIp === 'ENABLED' }),
    destination: destinationOf(frame, cause, text),
    step,
    ...(isRefused && { isRefused }),
    ...(dnsServer && { dnsServer }),
    needed: needed(frame),
  };
}

/** The text that names the most: an address, else a host, else the first. */
function textOf({ evidence }: Cause): string {
  return evidence.find((text) => connectionIn(text).address) ?? evidence.find((text) => connectionIn(text).host) ?? evidence[0] ?? '';
}

type VpcConfiguration = NonNullable<NonNullable<Service['networkConfiguration']>['awsvpcConfiguration']>;

/**
 * That of the deployment: while ECS rolls back, and after it, the service has another one (Amazon ECS API Reference, Deployment and
 * ServiceRevision).
 */
function vpcOf(frame: Frame): VpcConfiguration | undefined {
  const { serviceRevisions, serviceDeployment, service } = frame;
  const target = serviceDeployment?.targetServiceRevision?.arn;
  const revision = serviceRevisions?.find((one) => target && one.serviceRevisionArn === target);
  const own = [watchedDeployment(frame), revision, service]
    .map((one) => (one as Configured | undefined)?.networkConfiguration?.awsvpcConfiguration);
  return own.find((one) => isListOfTexts(one?.subnets) && isListOfTexts(one?.securityGroups ?? []));
}

/** Members that AWS has and that no shape checks. */
interface Configured {
  readonly networkConfiguration?: Service['networkConfiguration'];
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** The interface of a task is an attachment, also once it has stopped. One task for each subnet. */
function subnetsOfTasks({ tasks }: Frame, cause: Cause): readonly TaskSubnet[] {
  const found = new Map<string, TaskSubnet>();
  for (const task of (tasks ?? []).filter((one) => cause.tasks.includes(taskId(one)))) {
    for (const { details = [] } of task.attachments ?? []) {
      const value = (name: string) => details.find((one) => one.name === name)?.value;
      const [id, address] = [value('subnetId'), value('privateIPv4Address')];
      if (id && !found.has(id)) found.set(id, { id, ...(address && { address }) });
    }
  }
  return [...found.values()];
}

function destinationOf(frame: Frame, { id, container }: Cause, text: string): Destination {
  const { host, address } = connectionIn(text);
  const definitions = frame.taskDefinition?.containerDefinitions ?? [];
  const image = (definitions.find((one) => one.name === container) ?? definitions[0])?.image ?? '';
  const port = Number(/dial tcp \S{1,50}?\]?:(\d{1,5})\b/i.exec(text)?.[1] ?? 443);
  const layers = id.startsWith('image-pull-') ? layersIn(`${text} ${image}`) : undefined;
  const isHost = Boolean(host && /[a-z]/i.test(host)) && !layers;
  const named = layers ? 's3' : serviceOfHost(host ?? '');
  const byWords = isHost ? undefined : serviceOf(id, text, image);
  const service = named ?? byWords;
  const region = layers?.region ?? ecrRegion(text) ?? /\.([a-z]{2}(?:-[a-z]+){1,3}-\d)\./.exec(host ?? '')?.[1];
  return {
    name: nameOf(service, isHost ? host : undefined),
    ...(service && { service }),
    isNamed: layers ? layers.certainty === 'certain' : Boolean(named) || isHost || id !== 'image-pull-network' || OF_LOGIN.test(text),
    ...(region && { region }),
    ...(address && { address }),
    port,
  };
}

const OF_LOGIN = /ecr registry auth|registry auth from amazon ecr|GetAuthorizationToken/i;

/** By AWS's words, where no host is named. */
function serviceOf(id: CauseId, text: string, image: string): string | undefined {
  switch (id) {
    case 'log-network': return 'logs';
    case 'secret-network': return /\bssm\b|systems manager|parameter store|retrieve secrets\b/i.test(text) ? 'ssm' : 'secretsmanager';
    default: return OF_LOGIN.test(text) ? 'ecr.api' : ofImage([text, image].find((one) => one === image || NAMES_IMAGE.test(one)) ?? '');
  }
}

/** `failed to resolve ref docker.io/library/nginx:latest`: a task can have images of several registries. */
const NAMES_IMAGE = /\b(?:ref|image|Get) "?[\w-]+(?:\.[\w-]+)+(?::\d+)?\//;

function ofImage(image: string): string | undefined {
  return namesEcr(image) ? 'ecr.dkr' : undefined;
}

const NAMES: { readonly [service: string]: string | undefined } = {
  's3': 'the image layers in S3', 'ecr.api': 'the API of ECR', 'ecr.dkr': 'ECR', 'logs': 'CloudWatch Logs', 'ssm': 'SSM Parameter Store',
  'secretsmanager': 'Secrets Manager',
};

function nameOf(service: string | undefined, host: string | undefined): string {
  return host ?? NAMES[service ?? ''] ?? 'the registry';
}

/**
 * What ECS calls before the containers run. An image in ECR needs three (Amazon ECR User Guide, "Amazon ECR interface VPC endpoints");
 * a connection that fails says nothing of the next one.
 */
function needed({ taskDefinition }: Frame): readonly string[] {
  const definitions = taskDefinition?.containerDefinitions ?? [];
  const references = definitions.flatMap(({ secrets = [] }) => secrets.map(({ valueFrom }) => valueFrom ?? ''));
  return [
    ...(definitions.some(({ image = '' }) => namesEcr(image)) ? ['ecr.api', 'ecr.dkr', 's3'] : []),
    ...(definitions.some(({ logConfiguration: log }) => log?.logDriver === 'awslogs') ? ['logs'] : []),
    ...(references.some((one) => /:secretsmanager:/.test(one)) ? ['secretsmanager'] : []),
    ...(references.some((one) => !/:secretsmanager:/.test(one)) ? ['ssm'] : []),
  ];
}
