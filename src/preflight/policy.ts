import { Permission } from './model';

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | '*';
}

/** One statement for each set of resources. Sorted, so that two policies can be compared. */
export function policyOf(permissions: readonly Permission[]): { readonly Version: string; readonly Statement: readonly Statement[] } {
  const actions = [...new Set(permissions.map(({ action }) => action))].sort();
  const byResources = new Map<string, string[]>();
  for (const action of actions) {
    const resources = [...new Set(permissions.filter((one) => one.action === action).map(({ resource }) => resource))].sort();
    const key = JSON.stringify(resources.includes('*') ? '*' : resources);
    byResources.set(key, [...byResources.get(key) ?? [], action]);
  }
  return {
    Version: '2012-10-17',
    Statement: [...byResources].map(([key, Action]) => ({ Effect: 'Allow', Action, Resource: JSON.parse(key) as readonly string[] | '*' })),
  };
}
