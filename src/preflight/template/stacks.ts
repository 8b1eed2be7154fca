import { posix } from 'path';
import { Assembly, Files, StackTemplate } from './assembly';
import { Resolver, Resource, Scope, Template } from './resolve';
import { Members, Value } from './values';
import { Known } from '../known';

/** What a person gives: where what names no Region or account is deployed, and values of parameters. */
export interface Given {
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A template with its values. */
export interface ResolvedStack {
  readonly stack: StackTemplate;
  readonly resolver: Resolver;
}

/** Resolves each stack with its parameters, exports and nested stacks. What another stack gives is resolved when it is asked for. */
export class Stacks {
  private readonly top: readonly ResolvedStack[];
  private readonly nested = new Map<string, ResolvedStack | undefined>();

  constructor(private readonly assembly: Assembly, private readonly files: Files, private readonly given: Given) {
    this.top = assembly.stacks.map((stack) => {
      const parameters = new Map<string, Value>([...Object.entries(stack.parameters), ...given.parameters]);
      return this.resolvedStack({ ...stack, parameters: {} }, parameters);
    });
  }

  public resolved(): readonly ResolvedStack[] {
    const withNested = (one: ResolvedStack): readonly ResolvedStack[] => [one, ...Object.keys(one.stack.template.Resources ?? {})
      .flatMap((logicalId) => this.nestedIn(one, logicalId) ?? []).flatMap(withNested)];
    return this.top.flatMap(withNested);
  }

  private resolvedStack(stack: StackTemplate, parameters: ReadonlyMap<string, Value>, isNested = false): ResolvedStack {
    const scope: Scope = {
      template: stack.template,
      // CloudFormation adds an id to the name of a nested stack.
      stack: isNested ? undefined : stack.name,
      region: stack.region ?? this.given.region,
      account: stack.account ?? this.given.account,
      parameters,
      exported: (name) => this.exported(name),
      outputOf: (logicalId, output) => this.output(one, logicalId, output),
    };
    const one = { stack, resolver: new Resolver(scope) };
    return one;
  }

  private exported(name: string): Value {
    for (const { stack, resolver } of this.top) {
      const found = Object.values(stack.template.Outputs ?? {}).find((output) => (
        output.Export?.Name !== undefined && resolver.resolve(output.Export.Name) === name));
      if (found) return resolver.resolve(found.Value);
    }
    return undefined;
  }

  private output(parent: ResolvedStack, logicalId: string, output: string): Value {
    const child = this.nestedIn(parent, logicalId);
    const found = child?.stack.template.Outputs?.[output];
    return found ? child?.resolver.resolve(found.Value) : undefined;
  }

  /** The template that the CDK has put beside that of the parent. */
  private nestedIn(parent: ResolvedStack, logicalId: string): ResolvedStack | undefined {
    const resource = parent.stack.template.Resources?.[logicalId];
    if (resource?.Type !== 'AWS::CloudFormation::Stack' || parent.resolver.isMade(resource) === false) return undefined;
    const key = `${parent.stack.file}/${parent.stack.name}/${logicalId}`;
    if (!this.nested.has(key)) {
      // A nested stack whose parameter comes from its own output is refused by CloudFormation.
      this.nested.set(key, undefined);
      this.nested.set(key, this.readNested(parent, resource));
    }
    return this.nested.get(key);
  }

  private readNested({ stack, resolver }: ResolvedStack, resource: Resource): ResolvedStack | undefined {
    const members = new Members(resolver.resolve(resource.Properties));
    const file = this.uploaded(members.known('TemplateURL')) ?? besides(stack, resource);
    const text = file === undefined ? undefined : this.files(file);
    if (file === undefined || text === undefined) return undefined;
    const template = JSON.parse(text) as Template;
    const given = Object.entries((members.members('Parameters').value ?? {}) as { readonly [name: string]: Value });
    return this.resolvedStack({ ...stack, file, template }, new Map(given), true);
  }

  /** The file whose object is at this address, by its key, which is a digest. */
  private uploaded(address: Known | undefined): string | undefined {
    const key = /\/([^/]+)$/.exec(address?.shape ?? '')?.[1];
    return key === undefined ? undefined : this.assembly.fileAssets.get(key);
  }
}

/** Where the CDK has put the template of a nested stack. */
function besides({ file }: StackTemplate, { Metadata }: Resource): string | undefined {
  const path = Metadata?.['aws:asset:path'];
  return typeof path === 'string' ? posix.join(posix.dirname(file), path) : undefined;
}
