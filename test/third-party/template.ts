import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { DIAGNOSIS_ID, FUNCTION_ID, RESOURCE_TYPE, WAITER_ID } from '../../src/contract';

export const SERVICE_TYPE = 'AWS::ECS::Service';

export interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly [name: string]: unknown };
  readonly DependsOn?: string | readonly string[];
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

export interface Template {
  readonly Resources?: { readonly [logicalId: string]: Resource };
  readonly [section: string]: unknown;
}

/** Templates of a cloud assembly by their file, relative to it: stacks, stages, nested stacks, products of Service Catalog. */
export type Templates = ReadonlyMap<string, Template>;

export function readTemplates(directory: string): Templates {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.template.json')).sort();
  return new Map(files.map((file) => [file, JSON.parse(readFileSync(join(directory, file), 'utf8')) as Template]));
}

export const resourcesOf = ({ Resources = {} }: Template): [logicalId: string, resource: Resource][] => Object.entries(Resources);

export const dependsOn = ({ DependsOn = [] }: Resource): readonly string[] => [DependsOn].flat();

/** The construct path; empty if the resource has none. */
export const pathOf = ({ Metadata }: Resource): string => Metadata?.['aws:cdk:path'] ?? '';

/** Whether a resource belongs to the diagnosis: by its construct path, without one by its logical id. */
export function isOurs(logicalId: string, resource: Resource): boolean {
  if (resource.Type === RESOURCE_TYPE) return true;
  const path = pathOf(resource);
  const ids = [FUNCTION_ID, WAITER_ID, DIAGNOSIS_ID];
  return path ? path.split('/').some((id) => ids.includes(id)) : new RegExp(ids.join('|')).test(logicalId);
}

/** Where two values differ first, and both values there; undefined if their JSON is the same to the byte. */
export function difference(before: unknown, after: unknown, path = ''): string | undefined {
  const [one, other] = [before, after].map((value) => JSON.stringify(value));
  if (one === other) return undefined;
  if (isObject(before) && isObject(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const inner = keys.map((key) => difference(Reflect.get(before, key), Reflect.get(after, key), path ? `${path}.${key}` : key));
    return inner.find(Boolean) ?? `${path}: the same members in another order`;
  }
  return `${path}: ${cut(one)} -> ${cut(other)}`;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const cut = (json: string | undefined = 'nothing') => (json.length > 120 ? `${json.slice(0, 120)}…` : json);
