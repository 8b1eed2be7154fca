import { difference, Resource, resourcesOf, Template, Templates } from './template';

/** Parts of templates that differ between two syntheses of the same app, such as a time of day: "file part". */
export type Unsteady = ReadonlySet<string>;

const place = (file: string, part: string) => `${file} ${part}`;

export function unsteadyParts(once: Templates, again: Templates): Unsteady {
  return new Set([...once].flatMap(([file, template]) => {
    const other = parts(again.get(file) ?? {});
    const unsteady = [...parts(template)].filter(([part, value]) => difference(value, other.get(part)) !== undefined);
    return unsteady.map(([part]) => place(file, part));
  }));
}

/** Resources by their ids, and the other sections by their names. */
function parts({ Resources = {}, ...sections }: Template): ReadonlyMap<string, unknown> {
  return new Map([...Object.entries(sections), ...Object.entries(Resources)]);
}

/** Templates with the unsteady parts of others, so that nothing is found there. */
export function withParts(templates: Templates, others: Templates, unsteady: Unsteady): Templates {
  return new Map([...templates].map(([file, template]) => {
    const other = others.get(file) ?? {};
    const steady = (part: string, value: unknown, instead: unknown) => (unsteady.has(place(file, part)) ? instead : value);
    const sections = Object.entries(template).map(([name, value]) => [name, steady(name, value, other[name])] as const);
    const resources = resourcesOf(template).map(([id, value]) => [id, steady(id, value, other.Resources?.[id]) as Resource] as const);
    return [file, { ...Object.fromEntries(sections), Resources: Object.fromEntries(resources) }];
  }));
}
