import { Lab } from '../../../src/lab/lab';
import { callFake } from '../../../src/lab/world';
import { Line } from '../bundle';

/** From 1: each service, or one of `nth`. */
export function every(services: number, nth: number): readonly number[] {
  return Array.from({ length: services }, (_, i) => i + 1).filter((n) => n % nth === 1 % nth);
}

interface Lateness {
  readonly service: string;
  readonly seconds: number;
}

/** Between a fact of each service and the line about it. */
export function lateness(
  lines: readonly Line[], facts: ReadonlyMap<string, number>, lineOf: (service: string) => RegExp,
): readonly Lateness[] {
  return [...facts].map(([service, fact]) => {
    const at = lines.find(({ text }) => lineOf(service).test(text))?.at ?? NaN;
    return { service, seconds: (at - fact) / 1000 };
  });
}

/** Lab milliseconds at which the newest deployment of each service was over. */
export function completedIn(lab: Lab, good: readonly string[]): ReadonlyMap<string, number> {
  return new Map(good.map((service) => {
    const { serviceDeployments } = callFake(lab.world, 'ecs', 'ListServiceDeployments', { cluster: 'prod', service }) as { serviceDeployments: { createdAt: Date; finishedAt?: Date }[] };
    const [newest] = [...serviceDeployments].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    return [service, newest.finishedAt?.getTime() ?? NaN];
  }));
}

export const TWO_POLLS = 10;
export const late = (all: readonly Lateness[]) => all.filter(({ seconds }) => !(seconds <= TWO_POLLS));

export const spread = (all: readonly Lateness[]) => {
  const seconds = all.map((one) => one.seconds).sort((a, b) => a - b);
  return { min: seconds[0], median: seconds[Math.floor(seconds.length / 2)], max: seconds.at(-1) };
};
