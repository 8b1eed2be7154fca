import { AwsError, Place } from '../world';
import { isRecord, ResourceDefinition, Template, Value } from './template';

/** The values that intrinsic functions refer to. */
export interface Scope {
  readonly place: Place;
  readonly stackName: string;
  readonly stackId: string;
  readonly parameters: { readonly [name: string]: Value };
  readonly mappings: NonNullable<Template['Mappings']>;
  condition(name: string): boolean;
  ref(logicalId: string): Value;
  getAtt(logicalId: string, attribute: string): Value;
  importValue(name: string): Value;
}

const NO_VALUE = Symbol('AWS::NoValue');

/** The value with every intrinsic function resolved. Members that resolve to `AWS::NoValue` are left out. */
export function resolve(value: Value, scope: Scope): Value {
  const resolved = evaluate(value, scope);
  return resolved === NO_VALUE ? undefined : resolved;
}

function evaluate(value: Value, scope: Scope): Value {
  if (Array.isArray(value)) return value.map((v) => evaluate(v, scope)).filter((v) => v !== NO_VALUE);
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && !others.length && (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'))) {
    const fn = FUNCTIONS[name];
    if (fn && !(name === 'Condition' && typeof value[name] !== 'string')) return fn(value[name], scope);
    if (name.startsWith('Fn::')) throw new AwsError('ValidationError', `Template error: the lab does not play ${name}`);
  }
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, evaluate(v, scope)]).filter(([, v]) => v !== NO_VALUE));
}

type Fn = (argument: Value, scope: Scope) => Value;

const list = (argument: Value, scope: Scope): readonly Value[] => {
  const value = evaluate(argument, scope);
  return Array.isArray(value) ? value : String(value).split(',');
};
const truth = (argument: Value, scope: Scope): boolean => [true, 'true'].includes(evaluate(argument, scope) as boolean | string);

const FUNCTIONS: { readonly [name: string]: Fn } = {
  'Ref': (name, scope) => reference(String(name), scope),
  'Condition': (name, scope) => scope.condition(String(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] = typeof argument === 'string' ? splitOnce(argument) : argument as [string, Value];
    return scope.getAtt(logicalId, String(evaluate(attribute, scope)));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, values] = argument as [string, Value];
    return list(values, scope).map(String).join(separator);
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = argument as [Value, Value];
    const items = list(values, scope);
    const i = Number(evaluate(index, scope));
    if (items[i] === undefined) {
      throw new AwsError('ValidationError', 'Template error: Fn::Select cannot select nonexistent value at index ' + i);
    }
    return items[i];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = argument as [string, Value];
    return String(evaluate(text, scope)).split(separator);
  },
  'Fn::Sub': (argument, scope) => {
    const [text, variables] = Array.isArray(argument) ? argument as [string, { [name: string]: Value }] : [String(argument), {}];
    return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in variables) return String(evaluate(variables[name], scope));
      if (name.startsWith('AWS::') || !name.includes('.')) return String(reference(name, scope));
      return String(scope.getAtt(...splitOnce(name)));
    });
  },
  'Fn::GetAZs': (_, scope) => ['a', 'b', 'c'].map((zone) => scope.place.region + zone),
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, name] = (argument as Value[]).map((v) => String(evaluate(v, scope)));
    const found = scope.mappings[map]?.[key]?.[name];
    if (found === undefined) throw new AwsError('ValidationError', `Template error: Unable to get mapping for ${map}::${key}::${name}`);
    return found;
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(String(evaluate(argument, scope))),
  'Fn::Base64': (argument, scope) => Buffer.from(String(evaluate(argument, scope))).toString('base64'),
  'Fn::Cidr': (argument, scope) => {
    const [block, count, bits] = (argument as Value[]).map((v) => evaluate(v, scope));
    return cidr(String(block), Number(count), bits === undefined ? 8 : Number(bits));
  },
  'Fn::Length': (argument, scope) => list(argument, scope).length,
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(evaluate(argument, scope)),
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = argument as [string, Value, Value];
    return evaluate(scope.condition(condition) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [a, b] = (argument as Value[]).map((v) => JSON.stringify(evaluate(v, scope)));
    return a === b;
  },
  'Fn::And': (argument, scope) => (argument as Value[]).every((v) => truth(v, scope)),
  'Fn::Or': (argument, scope) => (argument as Value[]).some((v) => truth(v, scope)),
  'Fn::Not': (argument, scope) => !truth((argument as Value[])[0], scope),
  'Fn::Contains': (argument, scope) => {
    const [values, wanted] = argument as [Value, Value];
    return list(values, scope).includes(evaluate(wanted, scope));
  },
};

function reference(name: string, scope: Scope): Value {
  switch (name) {
    case 'AWS::Region': return scope.place.region;
    case 'AWS::Partition': return scope.place.partition;
    case 'AWS::AccountId': return scope.place.accountId;
    case 'AWS::URLSuffix': return scope.place.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::StackName': return scope.stackName;
    case 'AWS::StackId': return scope.stackId;
    case 'AWS::NotificationARNs': return [];
    case 'AWS::NoValue': return NO_VALUE;
    default: return name in scope.parameters ? scope.parameters[name] : scope.ref(name);
  }
}

function splitOnce(text: string): [string, string] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

/** `count` blocks with `bits` host bits each, from the start of an IPv4 block. */
function cidr(block: string, count: number, bits: number): string[] {
  const [address] = block.split('/');
  const start = address.split('.').reduce((n, part) => n * 256 + Number(part), 0);
  return Array.from({ length: count }, (_, i) => {
    const n = start + i * 2 ** bits;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.')}/${32 - bits}`;
  });
}

/** Logical ids that this resource waits for: DependsOn, and every Ref, GetAtt and Sub of the branches that hold. */
export function dependenciesOf(definition: ResourceDefinition, template: Template, condition: (name: string) => boolean): string[] {
  const found = new Set<string>([definition.DependsOn ?? []].flat());
  const visit = (value: Value): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isRecord(value)) return;
    for (const [key, argument] of Object.entries(value)) {
      if (key === 'Ref') {found.add(String(argument));} else if (key === 'Fn::GetAtt') {
        found.add(typeof argument === 'string' ? splitOnce(argument)[0] : String((argument as Value[])[0]));
      } else if (key === 'Fn::Sub') {
        const [text, variables] = Array.isArray(argument) ? argument as [string, Value] : [String(argument), {}];
        for (const match of text.matchAll(/\$\{([^!}][^}]*)\}/g)) found.add(match[1].split('.')[0]);
        visit(variables);
      } else if (key === 'Fn::If' && Array.isArray(argument)) {
        visit(condition(String(argument[0])) ? argument[1] : argument[2]);
      } else {
        visit(argument);
      }
    }
  };
  visit(definition.Properties);
  return [...found].filter((id) => id in template.Resources);
}
