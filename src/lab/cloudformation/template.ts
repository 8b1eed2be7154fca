/** CloudFormation templates, as far as the lab reads them. */

export type Value = unknown;

export interface ResourceDefinition {
  readonly Type: string;
  readonly Properties?: { readonly [name: string]: Value };
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: { readonly [name: string]: Value };
}

interface ParameterDefinition {
  readonly Type: string;
  readonly Default?: string | number;
}

export interface Template {
  readonly Description?: string;
  readonly Parameters?: { readonly [name: string]: ParameterDefinition };
  readonly Mappings?: { readonly [map: string]: { readonly [key: string]: { readonly [name: string]: Value } } };
  readonly Conditions?: { readonly [name: string]: Value };
  readonly Rules?: { readonly [name: string]: { readonly Assertions?: readonly Assertion[] } };
  readonly Resources: { readonly [logicalId: string]: ResourceDefinition };
  readonly Outputs?: { readonly [name: string]: OutputDefinition };
}

interface Assertion {
  readonly Assert: Value;
  readonly AssertDescription?: string;
}

interface OutputDefinition {
  readonly Value: Value;
  readonly Condition?: string;
  readonly Export?: { readonly Name: Value };
  readonly Description?: string;
}

export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equal as CloudFormation compares properties: the order of keys does not matter. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => same(v, b[i]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => k in b && same(a[k], b[k]));
}

/** Names of the top-level properties that differ. */
export function changedKeys(a: { readonly [key: string]: unknown }, b: { readonly [key: string]: unknown }): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((k) => !same(a[k], b[k]));
}
