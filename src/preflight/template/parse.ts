import { parse, ScalarTag, CollectionTag, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** Short forms of functions (AWS CloudFormation User Guide, intrinsic function reference): `!Sub text` is `Fn::Sub: text`. */
const SHORT = [
  'Sub', 'Join', 'Select', 'Split', 'FindInMap', 'If', 'Equals', 'And', 'Or', 'Not', 'ImportValue', 'GetAtt', 'GetAZs', 'Base64', 'Cidr',
  'Transform', 'ToJsonString', 'Length', 'ForEach',
];

const TAGS: (ScalarTag | CollectionTag)[] = ['Ref', 'Condition', ...SHORT].flatMap((name): (ScalarTag | CollectionTag)[] => {
  const key = SHORT.includes(name) ? `Fn::${name}` : name;
  const tag = `!${name}`;
  const isPath = name === 'GetAtt';
  return [
    { tag, resolve: (text: string) => ({ [key]: isPath ? pathOf(text) : text }) },
    { tag, collection: 'seq', resolve: (seq) => wrapped(key, seq as YAMLSeq) },
    { tag, collection: 'map', resolve: (map) => wrapped(key, map as YAMLMap) },
  ];
});

/** `Resource.Attribute.With.Dots` */
function pathOf(text: string): readonly string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function wrapped(key: string, value: YAMLSeq | YAMLMap): YAMLMap {
  const map = new YAMLMap();
  map.set(new Scalar(key), value);
  return map;
}

/** A template or a task definition, in JSON or YAML. */
export function parseText(text: string): unknown {
  if (/^\s*\{/.test(text)) return JSON.parse(text) as unknown;
  // Dates as texts: CloudFormation has none, and AWSTemplateFormatVersion looks like one.
  return parse(text, { customTags: TAGS, schema: 'core', maxAliasCount: 1000, logLevel: 'error' }) as unknown;
}
