import { documentedChanges, isWithin, pipelinesIn, Where } from './documented';
import { difference, isOurs, Resource, resourcesOf, SERVICE_TYPE, Template, Templates } from './template';
import { circle, isAfter, waitsOf } from './waits';
import { RESOURCE_TYPE } from '../../src/contract';

/** A service of the app, as the app itself knows it after the synthesis with the aspect. */
export interface KnownService {
  readonly path: string;
  /** File of its template, relative to the cloud assembly. */
  readonly template: string;
  readonly logicalId: string;
  /** Why the aspect left it out, from its annotation. */
  readonly reason?: string;
}

export interface Comparison {
  readonly services: readonly ServiceOutcome[];
  /** Changes to other resources that the documentation names. */
  readonly documented: readonly string[];
  /** Everything else that differs, and everything that would not deploy. */
  readonly problems: readonly string[];
}

export interface ServiceOutcome {
  readonly path: string;
  readonly outcome: string;
}

type Changes = Pick<Comparison, 'documented' | 'problems'>;

/** The templates of one app without and with the diagnosis. */
export function compare(plain: Templates, diagnosed: Templates, known: readonly KnownService[]): Comparison {
  const files = [...new Set([...plain.keys(), ...diagnosed.keys()])];
  const all = files.map((file) => templateChanges(file, plain.get(file), diagnosed.get(file)));
  const services = [...diagnosed].flatMap(([file, template]) => (
    servicesOf(template).map((id) => outcomeOf(file, template, id, known.find((one) => one.template === file && one.logicalId === id)))
  ));
  return {
    services,
    documented: all.flatMap(({ documented }) => documented),
    problems: [...all.flatMap(({ problems }) => problems), ...services.flatMap(({ problem }) => problem ?? [])],
  };
}

function templateChanges(file: string, before: Template | undefined, after: Template | undefined): Changes {
  if (!before || !after) return { documented: [], problems: [`${file}: only ${before ? 'without' : 'with'} the diagnosis`] };
  const where: Where = { diagnoses: new Set(diagnosesOf(after)), pipelines: pipelinesIn(after) };
  const [old, now] = [before.Resources ?? {}, after.Resources ?? {}];
  const each = [
    ...[...new Set([...Object.keys(old), ...Object.keys(now)])].map((id) => resourceChanges(id, old[id], now[id], where)),
    ...[...new Set([...Object.keys(before), ...Object.keys(after)])].map((name) => sectionChanges(name, before[name], after[name])),
    circleIn(before, after),
  ];
  return {
    documented: each.flatMap(({ documented = [] }) => documented).map((text) => `${file}: ${text}`),
    problems: each.flatMap(({ problems = [] }) => problems).map((text) => `${file}: ${text}`),
  };
}

function resourceChanges(id: string, before: Resource | undefined, after: Resource | undefined, where: Where): Partial<Changes> {
  if (!after) return { problems: [`${id} is missing`] };
  if (!before) return isOurs(id, after) ? {} : newResource(id, after, where);
  const documented = documentedChanges(before, after, where);
  if (documented) return { documented: documented.map((what) => `${id} (${after.Type}) ${what}`) };
  return { problems: [`${id} (${after.Type}) differs at ${difference(before, after)}`] };
}

function newResource(id: string, resource: Resource, { pipelines }: Where): Partial<Changes> {
  const text = `${id} (${resource.Type}) is new`;
  return isWithin(resource, pipelines.map((path) => `${path}/Assets`)) ? { documented: [text] } : { problems: [text] };
}

/** Stacks and nested stacks may get outputs and parameters. */
function sectionChanges(name: string, before: unknown, after: unknown): Partial<Changes> {
  if (name === 'Resources' || difference(before, after) === undefined) return {};
  if (!['Outputs', 'Parameters'].includes(name)) return { problems: [`${name} differs at ${difference(before, after)}`] };
  const [old, now] = [before, after].map((section) => new Map(Object.entries(section ?? {})));
  const changed = [...old].flatMap(([key, value]) => difference(value, now.get(key)) ?? []);
  const added = [...now.keys()].filter((key) => !old.has(key));
  return { documented: added.map((key) => `${key} is new in ${name}`), problems: changed.map((text) => `${name} differs at ${text}`) };
}

function circleIn(before: Template, after: Template): Partial<Changes> {
  const found = circle(waitsOf(after));
  return found && !circle(waitsOf(before)) ? { problems: [`CloudFormation would refuse the circle ${found.join(' > ')}`] } : {};
}

const diagnosesOf = (template: Template) => resourcesOf(template).filter(([, { Type }]) => Type === RESOURCE_TYPE).map(([id]) => id);
const servicesOf = (template: Template) => resourcesOf(template).filter(([, { Type }]) => Type === SERVICE_TYPE).map(([id]) => id);

type Judged = ServiceOutcome & { readonly problem?: string };

function outcomeOf(file: string, template: Template, id: string, known: KnownService | undefined): Judged {
  const path = known?.path ?? `${file} ${id}`;
  const own = diagnosesOf(template).filter((diagnosis) => template.Resources?.[diagnosis].Properties?.ServiceLogicalId === id);
  if (own.length > 1) return { path, outcome: `${own.length} diagnoses`, problem: `${path} has ${own.length} diagnoses` };
  if (own.length === 1) {
    const isBlind = isAfter(waitsOf(template), own[0], id);
    return { path, outcome: 'diagnosed', problem: isBlind ? `${path}: its diagnosis would begin after the service is done` : undefined };
  }
  if (known?.reason) return { path, outcome: `left out: ${known.reason}` };
  return { path, outcome: 'no diagnosis', problem: `${path} has no diagnosis, and no annotation gives the reason` };
}
