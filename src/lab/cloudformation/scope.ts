import { AwsError, Place, Scenario } from '../world';
import { dependenciesOf, resolve, Scope } from './intrinsics';
import { Stack } from './model';
import { isRecord, Template, Value } from './template';

/** A CDK app's template asks for this one; AWS has it after `cdk bootstrap`. */
const BOOTSTRAP_VERSION = { name: '/cdk-bootstrap/hnb659fds/version', value: '30' };

/** The scope of a stack's template at this moment. A resource that is not created yet has no Ref and no attributes. */
export function scopeOf(stack: Stack, place: Place, scenario: Scenario, exports: (name: string) => Value): Scope {
  const { template } = stack;
  const parameters = parameterValues(template, stack.givenParameters, scenario);
  const conditions = new Map<string, boolean>();
  const scope: Scope = {
    place,
    stackName: stack.name,
    stackId: stack.id,
    parameters,
    mappings: template.Mappings ?? {},
    condition(name) {
      const known = conditions.get(name);
      if (known !== undefined) return known;
      if (!(name in (template.Conditions ?? {}))) throw new AwsError('ValidationError', `Template error: condition ${name} does not exist`);
      const value = resolve(template.Conditions?.[name], scope) === true;
      conditions.set(name, value);
      return value;
    },
    ref(logicalId) {
      const resource = stack.resources.get(logicalId);
      if (!resource?.physicalId) {
        const where = `[${logicalId}] in the Resources block of the template`;
        throw new AwsError('ValidationError', `Template format error: Unresolved resource dependencies ${where}`);
      }
      return resource.physicalId;
    },
    getAtt(logicalId, attribute) {
      const resource = stack.resources.get(logicalId);
      if (!resource) {
        throw new AwsError('ValidationError', `Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`);
      }
      const value = attribute.split('.').reduce<Value>((v, key) => (isRecord(v) ? v[key] : undefined), resource.attributes);
      const found = value ?? resource.attributes[attribute];
      if (found !== undefined) return found;
      if (resource.type.startsWith('Custom::')) {
        const missing = `${attribute} attribute in object ${logicalId}`;
        throw new AwsError('ValidationError', `CustomResource attribute error: Vendor response doesn't contain ${missing}`);
      }
      // [model] any other attribute is invented.
      return `${logicalId}-${attribute}`;
    },
    importValue: exports,
  };
  return scope;
}

type Parameters = { readonly [name: string]: Value };

function parameterValues(template: Template, given: { readonly [name: string]: string }, scenario: Scenario): Parameters {
  return Object.fromEntries(Object.entries(template.Parameters ?? {}).map(([name, definition]) => {
    const value = given[name] ?? definition.Default;
    if (value === undefined) throw new AwsError('ValidationError', `Parameters: [${name}] must have values`);
    if (definition.Type.startsWith('AWS::SSM::Parameter::Value')) {
      const stored = scenario.parameters?.[String(value)] ?? (value === BOOTSTRAP_VERSION.name ? BOOTSTRAP_VERSION.value : undefined);
      if (stored === undefined) {
        throw new AwsError('ValidationError', `Unable to fetch parameters [${value}] from parameter store for this account.`);
      }
      return [name, definition.Type.includes('List<') ? stored.split(',') : stored];
    }
    const isList = definition.Type === 'CommaDelimitedList' || definition.Type.startsWith('List<');
    return [name, isList ? String(value).split(',').map((v) => v.trim()) : String(value)];
  }));
}

/** Logical ids of the resources whose conditions hold, each with the ids that it depends on. */
export function activeResources(template: Template, scope: Scope): ReadonlyMap<string, readonly string[]> {
  const active = Object.entries(template.Resources).filter(([, d]) => d.Condition === undefined || scope.condition(d.Condition));
  const ids = new Set(active.map(([id]) => id));
  return new Map(active.map(([id, d]) => [id, dependenciesOf(d, template, (name) => scope.condition(name)).filter((dep) => ids.has(dep))]));
}

/** Throws `ValidationError` for what CloudFormation refuses before it begins: broken rules, unknown references, circles. */
export function validateTemplate(template: Template, scope: Scope): void {
  for (const rule of Object.values(template.Rules ?? {})) {
    for (const { Assert, AssertDescription } of rule.Assertions ?? []) {
      if (resolve(Assert, scope) !== true) {
        throw new AwsError('ValidationError', `Template error: Rule assertion failed: ${AssertDescription ?? ''}`);
      }
    }
  }
  const waiting = new Map([...activeResources(template, scope)].map(([id, deps]) => [id, new Set(deps.filter((d) => d !== id))]));
  for (let free = true; free && waiting.size;) {
    free = false;
    for (const [id, deps] of waiting) {
      if ([...deps].some((d) => waiting.has(d))) continue;
      waiting.delete(id);
      free = true;
    }
  }
  if (waiting.size) throw new AwsError('ValidationError', `Circular dependency between resources: [${[...waiting.keys()].join(', ')}]`);
}
