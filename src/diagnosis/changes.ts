import { lastPart } from './text';
import { ContainerDefinition, TaskDefinition } from '../facts/model';

/** Differences between two task definitions, for people: names, never values of the environment (they can be secrets). */
export function changesSince(previous: TaskDefinition | null | undefined, current: TaskDefinition | null | undefined): readonly string[] {
  if (!previous || !current) return [];
  const out: string[] = [];
  const differs = (name: string, a: unknown, b: unknown, show = true) => {
    if (JSON.stringify(a ?? null) === JSON.stringify(b ?? null)) return;
    const plain = (v: unknown) => (v === undefined || v === null ? 'none' : String(v));
    out.push(show ? `${name} ${plain(a)} -> ${plain(b)}` : name);
  };
  differs('cpu', previous.cpu, current.cpu);
  differs('memory', previous.memory, current.memory);
  differs('network mode', previous.networkMode, current.networkMode);
  differs('cpu architecture', previous.runtimePlatform?.cpuArchitecture, current.runtimePlatform?.cpuArchitecture);
  differs('task role', role(previous.taskRoleArn), role(current.taskRoleArn));
  differs('execution role', role(previous.executionRoleArn), role(current.executionRoleArn));
  differs('volumes', previous.volumes ?? [], current.volumes ?? [], false);

  const before = byName(previous.containerDefinitions);
  const after = byName(current.containerDefinitions);
  for (const name of before.keys()) if (!after.has(name)) out.push(`container "${name}" removed`);
  for (const [name, definition] of after) {
    const old = before.get(name);
    const prefix = after.size > 1 ? `container "${name}": ` : '';
    if (!old) out.push(`container "${name}" added`);
    else out.push(...containerChanges(old, definition).map((change) => prefix + change));
  }
  return out;
}

function containerChanges(a: ContainerDefinition, b: ContainerDefinition): readonly string[] {
  const out: string[] = [];
  const changed = (name: string, x: unknown, y: unknown) => {
    if (JSON.stringify(x ?? null) !== JSON.stringify(y ?? null)) out.push(name);
  };
  if (a.image !== b.image) out.push(imageChange(a.image ?? '', b.image ?? ''));
  out.push(...keyed('environment', a.environment, b.environment, (e) => e.value));
  out.push(...keyed('secret', a.secrets, b.secrets, (e) => e.valueFrom));
  changed('command', a.command, b.command);
  changed('entry point', a.entryPoint, b.entryPoint);
  changed('port mappings', ports(a), ports(b));
  changed('health check', a.healthCheck, b.healthCheck);
  changed('dependsOn', a.dependsOn, b.dependsOn);
  changed('log configuration', a.logConfiguration, b.logConfiguration);
  if (a.memory !== b.memory) out.push(`memory ${a.memory ?? 'none'} -> ${b.memory ?? 'none'} MiB`);
  if ((a.cpu ?? 0) !== (b.cpu ?? 0)) out.push(`cpu ${a.cpu ?? 0} -> ${b.cpu ?? 0}`);
  return out;
}

function keyed<T extends { readonly name?: string }>(
  what: string, a: readonly T[] | undefined, b: readonly T[] | undefined, value: (item: T) => string | undefined,
): readonly string[] {
  const before = byName(a);
  const after = byName(b);
  return [
    ...[...before.keys()].filter((n) => !after.has(n)).map((n) => `${what} ${n} removed`),
    ...[...after].flatMap(([n, item]) => {
      const old = before.get(n);
      if (!old) return [`${what} ${n} added`];
      return value(old) !== value(item) ? [`${what} ${n} changed`] : [];
    }),
  ];
}

function imageChange(a: string, b: string): string {
  const [repositoryA, tagA] = splitImage(a);
  const [repositoryB, tagB] = splitImage(b);
  return repositoryA === repositoryB ? `image tag ${tagA} -> ${tagB}` : `image ${a} -> ${b}`;
}

function splitImage(image: string): readonly [string, string] {
  const match = /^(.*?)(@sha256:[0-9a-f]{12}|:[^:/]+$)/.exec(image);
  return match ? [match[1], match[2].slice(1)] : [image, 'latest'];
}

function ports(definition: ContainerDefinition): unknown {
  return (definition.portMappings ?? []).map((p) => [p.containerPort, p.hostPort, p.protocol]);
}

function role(arn: string | undefined): string | undefined {
  return arn && lastPart(arn);
}

function byName<T extends { readonly name?: string }>(list: readonly T[] | undefined): Map<string, T> {
  return new Map((list ?? []).map((item) => [item.name ?? '', item]));
}
