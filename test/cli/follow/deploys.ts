import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { Lab, OperationResult } from '../../../src/lab/lab';
import { callFake, DeploymentRule, Scenario, TaskRule } from '../../../src/lab/world';
import { shifting } from '../../lifecycle/shifting';
import { assembly, Version } from '../../lifecycle/shop';
import { beside, Line, openLab, Ran } from '../bundle';

/** As little of CDK as there can be: nothing of ours is in the stack. */
export const V1: Version = { plain: true };
export const V2: Version = { plain: true, imageTag: '1.42.0' };

/** Two versions of a service whose traffic is shifted; the configuration is that of the second. */
export const shift = (configuration: object = {}): readonly [Version, Version] => [
  shifting({ BakeTimeInMinutes: 0 }, V1), shifting(configuration, V2),
];

export interface Play {
  readonly versions?: readonly [Version, Version];
  readonly rules?: readonly TaskRule[];
  readonly deployments?: readonly DeploymentRule[];
  readonly world?: Partial<Scenario>;
  /** Options of `ecs-why follow`. */
  readonly args?: readonly string[];
  /** Called before the second deployment begins. */
  readonly meanwhile?: (lab: Lab, place: ServicePlace) => void;
  /** Lab seconds after the second deployment is over, before follow begins; absent: it begins before the deployment, and waits. */
  readonly begins?: number;
  readonly express?: boolean;
  /** Without the name of the service. */
  readonly whole?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  /** Lab seconds to go on after the stack operation. */
  readonly after?: number;
}

export interface ServicePlace {
  readonly cluster: string;
  readonly service: string;
}

export interface Followed extends Ran {
  readonly lab: Lab;
  readonly lines: readonly Line[];
  readonly result: OperationResult;
  readonly place: ServicePlace;
}

export function placeIn(lab: Lab): ServicePlace {
  const { clusterArns } = callFake(lab.world, 'ecs', 'ListClusters', {}) as { clusterArns: string[] };
  const [cluster] = clusterArns.map((arn) => arn.split('/').at(-1) ?? '');
  const { serviceArns } = callFake(lab.world, 'ecs', 'ListServices', { cluster }) as { serviceArns: string[] };
  return { cluster, service: serviceArns[0]?.split('/').at(-1) ?? '' };
}

/** Deploys the first version, then follows the deployment of the second. */
export async function followUpdate(play: Play): Promise<Followed> {
  const { versions: [before, next] = [V1, V2], rules = [], deployments = [], args = [], begins, express, whole, env } = play;
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { Api: { rules, deployments } }, ...play.world } });
  await lab.deploy({ assembly: assembly(before) });
  const place = placeIn(lab);
  const start = () => beside(lab, ['follow', place.cluster, ...whole ? [] : [place.service], ...args], { env });
  const early = begins === undefined ? await start() : undefined;
  if (early) await lab.advance(7);
  play.meanwhile?.(lab, place);
  const result = await lab.deploy({ assembly: assembly(next), ...express && { express } });
  if (begins !== undefined) await lab.advance(begins);
  const running = early ?? await start();
  await lab.advance(play.after ?? 120);
  return { lab, result, place, lines: running.lines, ...await running.ended };
}

/** Lab milliseconds at which the first line was printed that contains the text. */
export const at = (lines: readonly Line[], text: string) => lines.find((line) => line.text.includes(text))?.at ?? NaN;

const POLL_MS = 5_000;

/** The first line with this text came at most two polls after the fact that settles it. @param factMs lab milliseconds */
export function expectInTime({ lines }: { readonly lines: readonly Line[] }, text: string, factMs: number): void {
  const late = at(lines, text) - factMs;
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThanOrEqual(2 * POLL_MS);
}

/** The service deployments of the service, the newest first. */
export function serviceDeployments(lab: Lab, { cluster, service }: ServicePlace): readonly ServiceDeployment[] {
  const { serviceDeployments: listed } = callFake(lab.world, 'ecs', 'ListServiceDeployments', { cluster, service }) as { serviceDeployments: { serviceDeploymentArn: string; createdAt: Date }[] };
  const newestFirst = [...listed].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const serviceDeploymentArns = newestFirst.slice(0, 20).map(({ serviceDeploymentArn }) => serviceDeploymentArn);
  const { serviceDeployments: described } = callFake(lab.world, 'ecs', 'DescribeServiceDeployments', { serviceDeploymentArns }) as { serviceDeployments: ServiceDeployment[] };
  return serviceDeploymentArns.flatMap((arn) => described.filter((one) => one.serviceDeploymentArn === arn));
}

/** Lab milliseconds. */
export const ms = (date: Date | undefined) => date?.getTime() ?? NaN;

/** The names of the phases in the order of their lines. */
export function phasesIn(out: string): readonly string[] {
  const phase = /^ +[\d:]+ {2}\S+ {2}(registered|provisioning|pulling|started|healthy|traffic shifted|baking|done)(?: |$)/gm;
  return [...out.matchAll(phase)].map(([, name]) => name);
}
