import { dependsOn, resourcesOf, Template } from './template';

/** Logical id -> resources that CloudFormation makes before it: `DependsOn`, `Ref`, `Fn::GetAtt`, `Fn::Sub`. */
type Waits = ReadonlyMap<string, readonly string[]>;

export function waitsOf(template: Template): Waits {
  const resources = resourcesOf(template);
  const ids = new Set(resources.map(([id]) => id));
  return new Map(resources.map(([id, resource]) => {
    const named = [...dependsOn(resource), ...references(resource.Properties)];
    return [id, [...new Set(named)].filter((name) => ids.has(name))];
  }));
}

/** Logical ids of a circle of resources that wait for each other, the first one again at its end; undefined if there is none. */
export function circle(waits: Waits): readonly string[] | undefined {
  const done = new Set<string>();
  const follow = (id: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    if (done.has(id)) return undefined;
    const found = firstOf(waits.get(id) ?? [], (next) => follow(next, [...way, id]));
    done.add(id);
    return found;
  };
  return firstOf([...waits.keys()], (id) => follow(id, []));
}

/** Whether a resource is made after another one, directly or through others. */
export function isAfter(waits: Waits, id: string, other: string): boolean {
  const seen = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const awaited of waits.get(next) ?? []) {
      if (awaited === other) return true;
      if (!seen.has(awaited)) open.push(awaited);
      seen.add(awaited);
    }
  }
  return false;
}

function firstOf<T, R>(items: readonly T[], answer: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = answer(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, argument]: [string, unknown]) => {
    if (key === 'Ref' && typeof argument === 'string') return [argument];
    if (key === 'Fn::GetAtt') return [String(argument).split(/[.,]/)[0], ...references(argument)];
    if (key === 'Fn::Sub') return [...names(argument), ...references(argument)];
    return references(argument);
  });
}

/** Names in the text of `Fn::Sub`, which may be the first of two arguments. */
function names(argument: unknown): string[] {
  const [text]: unknown[] = [argument].flat();
  return typeof text === 'string' ? [...text.matchAll(/\$\{([^!}.]+)/g)].map(([, name]) => name.trim()) : [];
}
