import { Holey, isObject, joined, made, unknown, Value } from './values';
import { partitionOf } from '../place';

/** A template as it is written. */
export interface Template {
  readonly Parameters?: { readonly [name: string]: { readonly Type?: string; readonly Default?: unknown } };
  readonly Mappings?: { readonly [map: string]: { readonly [key: string]: { readonly [key: string]: unknown } } };
  readonly Conditions?: { readonly [name: string]: unknown };
  readonly Resources?: { readonly [logicalId: string]: Resource };
  readonly Outputs?: { readonly [name: string]: { readonly Value?: unknown; readonly Export?: { readonly Name?: unknown } } };
}

export interface Resource {
  readonly Type?: string;
  readonly Condition?: string;
  readonly Properties?: unknown;
  readonly Metadata?: { readonly [key: string]: unknown };
}

/** Where a template is going to be deployed, and what its parameters are. */
export interface Scope {
  readonly template: Template;
  /** Its name; undefined: known at deployment only. */
  readonly stack: string | undefined;
  readonly region: string | undefined;
  readonly account: string | undefined;
  /** Values that are given: by a person, the assembly or the parent stack. */
  readonly parameters: ReadonlyMap<string, Value>;
  /** undefined: no stack of the app exports it. */
  readonly exported: (name: string) => Value;
  /** An output of a nested stack. */
  readonly outputOf: (logicalId: string, output: string) => Value;
}

/** Resolves what can be known before a deployment (AWS CloudFormation User Guide, intrinsic function reference). */
export class Resolver {
  private readonly conditions = new Map<string, boolean | undefined>();

  constructor(readonly scope: Scope) {}

  /** undefined: it is not known whether the resource is made. */
  public isMade(resource: Resource | undefined): boolean | undefined {
    return resource?.Condition === undefined ? Boolean(resource) : this.condition(resource.Condition);
  }

  public resolve(value: unknown): Value {
    if (typeof value === 'string') return withoutReferences(value);
    if (Array.isArray(value)) return value.map((one) => this.resolve(one)).filter((one) => one !== undefined);
    if (typeof value !== 'object' || value === null) return value as Value;
    const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
    if (!more.length && (name === 'Ref' || name.startsWith('Fn::'))) return this.call(name, argument);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.resolve(one)]));
  }

  private call(name: string, argument: unknown): Value {
    const given = Array.isArray(argument) ? argument as readonly unknown[] : [argument];
    switch (name) {
      case 'Ref': return this.ref(String(argument));
      case 'Fn::GetAtt': return this.attribute(argument);
      case 'Fn::Sub': return this.sub(String(given[0]), given[1]);
      case 'Fn::Join': return this.join(given);
      case 'Fn::Split': return this.split(given);
      case 'Fn::Select': return this.select(given);
      case 'Fn::FindInMap': return this.findInMap(given);
      case 'Fn::If': return this.either(given);
      case 'Fn::ImportValue': return this.imported(this.resolve(argument));
      default: return unknown(name, `${name} is resolved at deployment`);
    }
  }

  private ref(name: string): Value {
    const { stack, region, account, parameters, template } = this.scope;
    const later = (value: string | undefined) => value ?? unknown(name, `${name} is known at deployment only`);
    switch (name) {
      case 'AWS::NoValue': return undefined;
      case 'AWS::Region': return later(region);
      case 'AWS::AccountId': return later(account);
      case 'AWS::Partition': return later(partitionOf(region));
      case 'AWS::URLSuffix': {
        const partition = partitionOf(region);
        return later(partition && (partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'));
      }
      case 'AWS::StackName': return later(stack);
      case 'AWS::StackId': case 'AWS::NotificationARNs': return later(undefined);
    }
    const given = parameters.get(name);
    const parameter = template.Parameters?.[name];
    // Its value is the name of an SSM parameter, which CloudFormation reads (CloudFormation User Guide, SSM parameter types).
    if (/^AWS::SSM::Parameter::Value</.test(parameter?.Type ?? '')) return unknown(name, `the parameter ${name} is read from SSM`);
    if (given !== undefined) return isList(parameter?.Type) && typeof given === 'string' ? given.split(/\s*,\s*/) : given;
    if (parameter) {
      const value = parameter.Default;
      if (value === undefined) return unknown(name, `the parameter ${name} has no value: --parameters ${name}=VALUE`);
      return isList(parameter.Type) ? String(value).split(/\s*,\s*/) : String(value);
    }
    return this.made(name);
  }

  private made(logicalId: string, attribute?: string): Value {
    const resource = this.scope.template.Resources?.[logicalId];
    const isMade = this.isMade(resource);
    if (isMade) return made(logicalId, resource?.Type ?? '', attribute);
    return unknown(
      logicalId, `${logicalId} ${isMade === false ? 'is not made by this template' : 'depends on a condition that is not known'}`,
    );
  }

  private attribute(argument: unknown): Value {
    const [logicalId = '', ...rest] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    const name = rest.join('.');
    const isStack = this.scope.template.Resources?.[logicalId]?.Type === 'AWS::CloudFormation::Stack';
    const output = /^Outputs\.(.+)$/.exec(name)?.[1];
    const found = isStack && output !== undefined ? this.scope.outputOf(logicalId, output) : undefined;
    return found ?? this.made(logicalId, name);
  }

  private sub(text: string, variables: unknown): Value {
    const values = isObject(variables as Value) ? variables as { readonly [name: string]: unknown } : {};
    const parts = text.split(/(\$\{[^}]*\})/).map((part): Value => {
      const name = /^\$\{([^}]*)\}$/.exec(part)?.[1].trim();
      if (name === undefined) return withoutReferences(part);
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (name in values) return this.resolve(values[name]);
      return name.includes('.') && !name.startsWith('AWS::') ? this.attribute(name) : this.ref(name);
    });
    return joined(parts);
  }

  private join([delimiter, list]: readonly unknown[]): Value {
    const parts = this.resolve(list);
    return Array.isArray(parts) ? joined(parts as readonly Value[], String(delimiter)) : unknown('Fn::Join', whyOf(parts));
  }

  private split([delimiter, text]: readonly unknown[]): Value {
    const whole = this.resolve(text);
    if (typeof whole === 'string') return whole.split(String(delimiter));
    // CDK splits the ARN of a resource of the app to get at a part of it.
    return whole instanceof Holey ? whole : unknown('Fn::Split', whyOf(whole));
  }

  private select([index, list]: readonly unknown[]): Value {
    const all = this.resolve(list);
    if (all instanceof Holey) return all;
    const at = Number(this.resolve(index));
    const chosen = Array.isArray(all) ? (all as readonly Value[])[at] : undefined;
    return chosen ?? unknown('Fn::Select', `there is no item ${at} to select`);
  }

  private findInMap([map, top, second, more]: readonly unknown[]): Value {
    const [name, one, two] = [map, top, second].map((key) => this.resolve(key));
    const found = this.scope.template.Mappings?.[String(name)]?.[String(one)]?.[String(two)];
    if (found !== undefined) return this.resolve(found);
    const other = isObject(more as Value) ? (more as { readonly DefaultValue?: unknown }).DefaultValue : undefined;
    if (other !== undefined && ![name, one, two].some((key) => key instanceof Holey)) return this.resolve(other);
    return unknown('Fn::FindInMap', whyOf([name, one, two].find((key) => key instanceof Holey)) || 'the mapping has no such key');
  }

  private either([name, yes, no]: readonly unknown[]): Value {
    const holds = this.condition(String(name));
    if (holds !== undefined) return this.resolve(holds ? yes : no);
    const [one, two] = [this.resolve(yes), this.resolve(no)];
    if (JSON.stringify(one) === JSON.stringify(two)) return one;
    return unknown(String(name), `it depends on the condition ${String(name)}, which is not known`);
  }

  private imported(name: Value): Value {
    if (typeof name !== 'string') return unknown('Fn::ImportValue', whyOf(name));
    return this.scope.exported(name) ?? unknown(name, `the export ${name} is of no stack that is looked at`);
  }

  private condition(name: string): boolean | undefined {
    if (!this.conditions.has(name)) {
      // A condition that refers to itself is refused by CloudFormation.
      this.conditions.set(name, undefined);
      this.conditions.set(name, this.holds(this.scope.template.Conditions?.[name]));
    }
    return this.conditions.get(name);
  }

  private holds(condition: unknown): boolean | undefined {
    if (typeof condition !== 'object' || condition === null) return undefined;
    const [[name, argument] = ['', undefined]] = Object.entries(condition);
    const all = Array.isArray(argument) ? argument as readonly unknown[] : [argument];
    switch (name) {
      case 'Condition': return this.condition(String(argument));
      case 'Fn::Not': {
        const holds = this.holds(all[0]);
        return holds === undefined ? undefined : !holds;
      }
      case 'Fn::And': return and(all.map((one) => this.holds(one)));
      case 'Fn::Or': {
        const none = and(all.map((one) => this.holds({ 'Fn::Not': [one] })));
        return none === undefined ? undefined : !none;
      }
      case 'Fn::Equals': {
        const [one, two] = all.map((each) => this.resolve(each));
        if ([one, two].some((each) => each instanceof Holey || typeof each === 'object')) return undefined;
        return String(one ?? '') === String(two ?? '');
      }
      default: return undefined;
    }
  }
}

function and(all: readonly (boolean | undefined)[]): boolean | undefined {
  if (all.includes(false)) return false;
  return all.includes(undefined) ? undefined : true;
}

const isList = (type = '') => /^(CommaDelimitedList$|List<)/.test(type);

function whyOf(value: Value): string {
  if (!(value instanceof Holey)) return 'it is not a text';
  return value.unknown ?? `it is made by ${value.made.map((one) => one.logicalId).join(', ')}`;
}

/** CloudFormation resolves them at deployment (CloudFormation User Guide, dynamic references). */
function withoutReferences(text: string): Value {
  return text.includes('{{resolve:') ? new Holey(text, [], 'CloudFormation resolves the dynamic reference at deployment') : text;
}
