/** Details of a lifecycle hook (Amazon ECS API Reference, DeploymentLifecycleHook). */
export const ANY_JSON = 'hookDetails';

/**
 * Members of a frame whose values are left out of a recording unless `record --keep` names them: people write there what they like, and
 * the name of such a value says little about it. Of the values, a diagnosis needs only those of `NEEDED`.
 */
export const HIDDEN: ReadonlySet<string> = new Set([
  'environment',
  // of a log driver, and of FireLens; of a Docker volume
  'options', 'driverOpts',
  'dockerLabels', 'labels', 'tags', 'Tags',
  ANY_JSON,
  // of the proxy of App Mesh
  'properties',
]);

/** Options of log drivers that are shown. */
const NEEDED: ReadonlySet<string> = new Set([
  // where the log is, and why it cannot be written: the group, the Region and the right to create it
  'awslogs-group', 'awslogs-region', 'awslogs-stream-prefix', 'awslogs-create-group',
  // FireLens: the output, what it matches, its Region (AWS for Fluent Bit names it in lower case)
  'Name', 'Match', 'region', 'enable-ecs-log-metadata', 'config-file-type',
  // how a driver behaves when it cannot deliver: it can block the container
  'mode', 'max-buffer-size', 'log-driver-buffer-limit', 'fluentd-async', 'fluentd-async-connect',
]);

/** Values that identify nobody: numbers, switches, names of stages. */
const HARMLESS = /^(\d{1,6}|true|false|on|off|yes|no|production|development|staging|test|debug|info|warn|error|0\.0\.0\.0|127\.0\.0\.1|localhost)$/i;

/** @param field the member of `HIDDEN` that the value is in */
export function isShown(field: string, name: string, value: string): boolean {
  return value === '' || HARMLESS.test(value) || (field === 'options' && NEEDED.has(name));
}
