import { createHash } from 'crypto';
import { Example } from '../example';

const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
export const CLUSTER = 'prod';
/** An innocent container beside the one that fails. */
export const SIDECAR = 'metrics-agent';
export const START = Date.parse('2026-11-23T10:00:00.000Z');
export const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
export const arn = (of: string, rest: string) => `arn:aws:${of}:${REGION}:${ACCOUNT}:${rest}`;

/** CloudFormation says these of a service that it creates. */
const CREATING = /creation|did not stabilize|consistency|subnet|target|idempotent|linked role/i;
const EC2_WORDS = /container.instance|RESOURCE:(CPU|MEM|GPU|PORT)|capacity provider|Error response from daemon|Host EC2|\(instance /i;

/** What a frame is built from. */
export interface Setting {
  readonly example: Example;
  /** An ordinary message: nothing has failed. */
  readonly healthy: boolean;
  /** Tasks have a second, innocent container. */
  readonly sidecar: boolean;
}

/** Names, ids and ports that the surroundings must share with the text; the rest follows from the example's name. */
export class World {
  readonly example: Example;
  readonly name: string;
  readonly main: string;
  readonly newId: string;
  readonly oldId: string;
  readonly launchType: string;
  readonly port: number;
  readonly targetGroup: string;
  readonly healthy: boolean;
  readonly sidecar: boolean;
  readonly creating: boolean;
  readonly balanced: boolean;

  constructor({ example, healthy, sidecar }: Setting) {
    const { text, kind } = example;
    this.example = example;
    this.healthy = healthy;
    this.sidecar = sidecar;
    const deployment = this.found(/(ecs-svc\/\d+)/), rollingBack = /rolling back to/.test(text);
    this.name = this.found(/\(service ([^\s),]+)/) ?? this.found(/^service \(?([^\s),]+)/)
      ?? `${this.pick('name', ['shop', 'orders', 'search', 'billing'])}-service`;
    this.main = /AppNet|StreamAggregated/.test(text) ? 'ecs-service-connect-aB1cD2' : this.pick('main', ['web', 'app', 'api', 'server']);
    this.newId = (!rollingBack && deployment) || `ecs-svc/${this.digits('new')}`;
    this.oldId = (rollingBack && deployment) || `ecs-svc/${this.digits('old')}`;
    this.launchType = example.launchType ?? (EC2_WORDS.test(text) ? 'EC2' : 'FARGATE');
    this.port = Number(this.found(/\(port (\d+)\)/) ?? 8080);
    this.targetGroup = this.found(/(arn:aws:elasticloadbalancing:[\w-]*:\w*:targetgroup\/[\w-]+\/\w+)/)
      ?? arn('elasticloadbalancing', `targetgroup/${this.name.slice(0, 32)}/${this.hash('target group', 16)}`);
    this.creating = kind === 'cfnStatusReason' && CREATING.test(text);
    this.balanced = kind === 'targetHealth' || /target.?group|\belb\b|unhealthy in/i.test(text);
  }

  found(pattern: RegExp): string | undefined {
    return pattern.exec(this.example.text)?.[1];
  }

  hash(what: string, length = 32): string {
    return createHash('sha256').update(`${this.example.name} ${what}`).digest('hex').slice(0, length);
  }

  pick<T>(what: string, list: readonly T[]): T {
    return list[parseInt(this.hash(what, 6), 16) % list.length];
  }

  private digits(what: string): string {
    const number = BigInt(`0x${this.hash(what, 14)}`).toString();
    return `10${number.padStart(17, '0')}`.slice(0, 19);
  }

  image(container: string, version = 2): string {
    if (container === SIDECAR) return 'public.ecr.aws/example/metrics-agent:3';
    return `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${this.name}:${version}`;
  }

  definition(version: number): string {
    return arn('ecs', `task-definition/${this.name}:${version}`);
  }
}
