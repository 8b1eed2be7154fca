import { definitionOf, hookOf, runtimeReason } from '../../../read';
import { called, either, ended, guide, Hit, quoted, shortenable, stated } from '../../kit';
import { hostFault } from '../host-fault';

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
    certainty: (hit) => (hostFault(hit) || NO_RESOURCES.test(hit.text)
      || /device|hook|user|cgroup|platform resources|capabilit|sysctl|ulimit|chdir to cwd/i.test(hit.text)
      ? 'certain' : 'probable'),
    // not the path of a layer: /var/lib/docker/overlay2/...
    retryOf: (hit) => hostFault(hit)?.retry
      ?? (/devicemapper|storage-driver|error creating overlay/i.test(hit.text) ? 'likely' : undefined),
    onHost: true,
    headline: (hit) => `${hit.who} cannot start: ${fault(hit)}`,
    facts: (hit) => hostFault(hit)?.facts ?? [],
    fix: (hit) => hostFault(hit)?.fix ?? oneWord(hit) ?? fixFor(hit.text),
    docsOf: (hit) => hostFault(hit)?.docs,
  }),
  ended({
    ...INFO,
    headline: (ending) => `${called(ending.container.name)} exits with code ${ending.exitCode}: the container runtime could not run it`,
    facts: () => ['exit code 125: by convention the runtime failed before the command ran'],
    fix: 'compare user, linuxParameters, ulimits and mount points in addContainer() with the limits of the platform',
  }),
);

/** System errors 1450 and 1455 of Windows, in the words of hcsshim. */
const NO_RESOURCES = /insufficient system resources|paging file is too small/i;

function fault(hit: Hit): string {
  const host = hostFault(hit);
  if (host) return host.fault;
  const { text } = hit;
  if (directory(text)) return `its working directory ${shortenable(directory(text))} cannot be entered`;
  if (NO_RESOURCES.test(text)) return 'Windows on the container instance has no resources left for it';
  const reason = runtimeReason(text);
  const what = hookOf(text) === undefined ? 'the container runtime refused it' : 'a runtime hook failed';
  return `${what}${reason ? ': ' : ''}${quoted(reason)}`;
}

/** A whole line of a shell where the program belongs. */
function oneWord({ frame, container, text }: Hit): string | undefined {
  const { entryPoint = [], command = [] } = definitionOf(frame, container) ?? {};
  const [first = ''] = [...entryPoint, ...command];
  return /\bexec\b/.test(text) && /\s(?:&&|;|\|)|\s\S+\s/.test(first) && text.includes(first.split(/\s/, 2).join(' '))
    ? `the whole line is taken for the name of one program: command: ['sh', '-c', '...'] in addContainer('${container}', ...);`
      + ' steps of a build belong into the Dockerfile (RUN)'
    : undefined;
}

function fixFor(text: string): string {
  if (directory(text)) {
    return 'create the directory in the Dockerfile (WORKDIR) and let the user of the container enter it,'
      + ' or correct workingDirectory in addContainer()';
  }
  if (hookOf(text) !== undefined) {
    return 'look at what the hook asks for: hooks belong to runtimes and agents that are installed on the host (GPU, security, tracing);'
      + ' correct or remove it there, or use an AMI without it';
  }
  if (NO_RESOURCES.test(text)) return 'restart or replace the container instance, and run fewer tasks on it';
  return 'compare user, linuxParameters (devices, capabilities), ulimits, mount points and memoryLimitMiB in addContainer()'
    + ' with the limits of the platform';
}

/** `chdir to cwd ("/srv/app") set in config.json failed` (opencontainers/runc). */
function directory(text: string): string | undefined {
  return /chdir to cwd \(\\?"([^"\\]+)/i.exec(text)?.[1];
}
