import { isObject, Json, StatesError } from './language';

/** Reference paths: `$`, `$.a.b`, `$.a[0]`, `$['a b']`; `$$` reads the context object. undefined: there is no such member. */
export function readPath(path: string, data: Json, context: Json): Json | undefined {
  const root = path.startsWith('$$') ? context : data;
  let value: Json | undefined = root;
  for (const key of keysOf(path)) {
    if (Array.isArray(value) && typeof key === 'number') value = (value as readonly Json[])[key];
    else if (isObject(value) && Object.prototype.hasOwnProperty.call(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

export function mustRead(path: string, data: Json, context: Json, field: string): Json {
  const value = readPath(path, data, context);
  if (value === undefined) {
    const missing = `could not be found in the input '${JSON.stringify(data)}'`;
    throw new StatesError('States.Runtime', `The JSONPath '${path}' specified for the field '${field}' ${missing}`);
  }
  return value;
}

/** Writes `value` at a reference path and leaves the original as it was. */
export function writePath(path: string, data: Json, value: Json): Json {
  const write = (node: Json | undefined, keys: readonly (string | number)[]): Json => {
    if (!keys.length) return value;
    const [key, ...rest] = keys;
    if (typeof key === 'number') {
      const list = Array.isArray(node) ? [...node as readonly Json[]] : [];
      list[key] = write(list[key], rest);
      return list;
    }
    const map = isObject(node) ? node : {};
    return { ...map, [key]: write(map[key], rest) };
  };
  return write(data, keysOf(path));
}

function keysOf(path: string): (string | number)[] {
  const keys: (string | number)[] = [];
  let rest = path.replace(/^\$\$?/, '');
  while (rest) {
    const match = /^(?:\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\])/.exec(rest);
    if (!match) throw new StatesError('States.Runtime', `The lab does not read the path '${path}'`);
    keys.push(match[2] !== undefined ? Number(match[2]) : match[1] ?? match[3]);
    rest = rest.slice(match[0].length);
  }
  return keys;
}

/** `Parameters` and `ResultSelector`: keys that end in `.$` hold paths or intrinsic functions. */
export function fillTemplate(template: Json, data: Json, context: Json): Json {
  if (Array.isArray(template)) return (template as readonly Json[]).map((v) => fillTemplate(v, data, context));
  if (!isObject(template)) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => {
    if (!key.endsWith('.$')) return [key, fillTemplate(value, data, context)];
    return [key.slice(0, -2), evaluate(String(value), data, context, key)];
  }));
}

function evaluate(expression: string, data: Json, context: Json, field: string): Json {
  const call = /^States\.(\w+)\((.*)\)$/s.exec(expression);
  if (!call) return mustRead(expression, data, context, field);
  const args = splitArguments(call[2]).map((arg): Json => {
    if (arg.startsWith('\'')) return arg.slice(1, -1).replace(/\\(.)/g, '$1');
    if (arg.startsWith('$') || arg.startsWith('States.')) return evaluate(arg, data, context, field);
    return JSON.parse(arg) as Json;
  });
  switch (call[1]) {
    case 'Format': return args.slice(1).reduce<string>((text, arg) => text.replace('{}', () => asText(arg)), String(args[0]));
    case 'StringToJson': return JSON.parse(String(args[0])) as Json;
    case 'JsonToString': return JSON.stringify(args[0]);
    case 'MathAdd': return Number(args[0]) + Number(args[1]);
    case 'Array': return args;
    default: throw new StatesError('States.IntrinsicFailure', `The lab does not play States.${call[1]}`);
  }
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** At the commas outside of quotes and parentheses. */
function splitArguments(text: string): string[] {
  const args: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted && c === '\\') {
      i++;
    } else if (c === '\'') {
      quoted = !quoted;
    } else if (!quoted && c === '(') {
      depth++;
    } else if (!quoted && c === ')') {
      depth--;
    } else if (!quoted && c === ',' && depth === 0) {
      args.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  const last = text.slice(start).trim();
  return last ? [...args, last] : args;
}
