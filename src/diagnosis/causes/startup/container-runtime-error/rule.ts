import { called, either, ended, guide, quoted, stated } from '../../kit';

const INFO = {
  id: 'container-runtime-error',
  family: 'startup',
  title: 'Container runtime refused the container',
  stage: 'start',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
} as const;

export const containerRuntimeError = either(
  stated({
    ...INFO,
    certainty: (hit) => (/device|hook|user|cgroup|capabilit|sysctl|ulimit|chdir to cwd/i.test(hit.text) ? 'certain' : 'probable'),
    retryOf: (hit) => (/devicemapper|storage-driver|overlay/i.test(hit.text) ? 'likely' : undefined),
    headline: (hit) => (directory(hit.text)
      ? `${hit.who} cannot start: its working directory ${quoted(directory(hit.text))} cannot be entered`
      : `${hit.who} cannot start: the container runtime refused it${detail(hit.text)}`),
    fix: (hit) => (directory(hit.text)
      ? 'create the directory in the Dockerfile (WORKDIR) and let the user of the container enter it,'
        + ' or correct workingDirectory in addContainer()'
      : 'compare user, linuxParameters (devices, capabilities), ulimits, mount points and memoryLimitMiB in addContainer()'
        + ' with the limits of the platform'),
  }),
  ended({
    ...INFO,
    headline: (ending) => `${called(ending.container.name)} exits with code ${ending.exitCode}: the container runtime could not run it`,
    facts: () => ['exit code 125: by convention the runtime failed before the command ran'],
    fix: 'compare user, linuxParameters, ulimits and mount points in addContainer() with the limits of the platform',
  }),
);

/** `chdir to cwd ("/srv/app") set in config.json failed` (opencontainers/runc). */
function directory(text: string): string | undefined {
  return /chdir to cwd \(\\?"([^"\\]+)/i.exec(text)?.[1];
}

/** The end of a runtime's message holds its reason. */
function detail(text: string): string {
  const last = text.split(': ').filter((part) => !/^(unknown|<reason>)\.?$/.test(part)).slice(-2).join(': ');
  return last && last !== text ? `: ${quoted(last)}` : '';
}
