/*
 * Shapes of secrets in as few words as they need: what a shape of our own finds whole, or another one of the same prefix, is left out; sets
 * are written in one way; prefixes with the same rest are one entry.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { RegExpParser } = createRequire(require.resolve('eslint'))('@eslint-community/regexpp');

const OWN = new URL('../../src/presentation/redaction/own-shapes.ts', import.meta.url);
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const SAMPLES = 300;

/** As src/presentation/redaction/shapes.ts makes them. */
function expression([flag, prefix, rest]) {
  const isPlain = /^[A-Za-z0-9]+$/.test(prefix);
  const end = isPlain && !/,\}|\(\?!|\+$/.test(rest) ? '(?![A-Za-z0-9])' : '';
  return new RegExp(`${prefix.replace(/[.+](?!\\)/g, '\\$&')}(?:${rest})${end}`, `${flag}y`);
}

function ownShapes() {
  const [, table] = /String\.raw`([^`]*)`/.exec(readFileSync(OWN, 'utf8'));
  return table.split(/\n| ; /).map((entry) => entry.trim()).filter((entry) => entry && !entry.startsWith('//'))
    .map((entry) => ['', ...entry.split(/ (.*)/)]);
}

/** Numbers that are the same in each run. */
function numbers() {
  let seed = 1;
  return (below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
}

const treeOf = (rest, flag = '') => new RegExpParser({ ecmaVersion: 2024 }).parsePattern(rest, 0, rest.length, { unicode: flag === 'u' });

/** A text that has the rest. `length`: of its repetitions, 0: the least, 1: the most, else any. */
function sample(node, next, length) {
  switch (node.type) {
    case 'Pattern': case 'Group': return sample(node.alternatives[next(node.alternatives.length)], next, length);
    case 'Alternative': return node.elements.map((one) => sample(one, next, length)).join('');
    case 'Quantifier': {
      const times = [node.min, node.max][length] ?? node.min + next(node.max - node.min + 1);
      return Array.from({ length: times }, () => sample(node.element, next, length)).join('');
    }
    case 'Character': return String.fromCodePoint(node.value);
    default: {
      const members = membersOf(node.raw, '');
      return members[next(members.length)];
    }
  }
}

function membersOf(set, flag) {
  const pattern = new RegExp(`^${set}$`, flag);
  return ASCII.filter((one) => pattern.test(one));
}

const eitherCase = (text, next) => [...text].map((one) => (next(2) ? one.toUpperCase() : one.toLowerCase())).join('');

/** What src/presentation/redaction/tokens.ts takes in behind a shape. */
const TAIL = /(?:[\w+/=~-]|\.(?=\w))*/y;

function lengthOf(pattern, text) {
  pattern.lastIndex = 0;
  TAIL.lastIndex = pattern.exec(text)?.[0].length ?? 0;
  return TAIL.lastIndex && TAIL.lastIndex + TAIL.exec(text)[0].length;
}

/** Do the others find all of such a secret? Its prefix is as the issuer writes it: that a rule takes either case is for the rest. */
function isCovered([flag, prefix, rest], others) {
  const next = numbers();
  const tree = treeOf(rest);
  return Array.from({ length: SAMPLES }, (_, i) => {
    const text = sample(tree, next, i % 3);
    return prefix + (flag && i % 2 ? eitherCase(text, next) : text);
  }).every((text) => others.some((pattern) => lengthOf(pattern, text) >= text.length));
}

const RANGES = [['\\w', '[A-Za-z0-9_]'], ['a-z', '[a-z]'], ['A-Z', '[A-Z]'], ['\\d', '[0-9]'], ['a-f', '[a-f]'], ['A-F', '[A-F]']];

/** The same set for the same members: `[\w-]` for `[0-9A-Za-z_\-]`. */
function oneWay(set, flag) {
  const members = new Set(membersOf(set, flag).map((one) => (flag ? one.toLowerCase() : one)));
  const parts = RANGES.flatMap(([name, range]) => {
    const all = membersOf(range, '').map((one) => (flag ? one.toLowerCase() : one));
    if (!all.every((one) => members.has(one))) return [];
    for (const one of all) members.delete(one);
    return name;
  });
  const others = [...members].sort().map((one) => (/[\\\]^]/.test(one) ? `\\${one}` : one));
  // a hyphen is a sign at the end only
  const signs = [...others.filter((one) => one !== '-'), ...others.filter((one) => one === '-')];
  const text = [...parts, ...signs].join('');
  return /^\\[wd]$/.test(text) ? text : `[${text}]`;
}

function tidied([flag, prefix, rest]) {
  const text = rest.replace(/\[(?:\\.|[^\]\\])*\]|\\[wd]/g, (set) => oneWay(set, flag)).replace(/\{0,1\}/g, '?').replace(/\\([/])/g, '$1');
  return [flag, prefix, text];
}

/** [flag, prefix, rest] -> [flag, rest, prefixes] */
export function compact(shapes) {
  const own = ownShapes().map(expression);
  const kept = shapes.map(tidied).filter((shape) => !isCovered(shape, own));
  for (const shape of [...kept]) {
    const others = kept.filter((one) => one !== shape).map(expression);
    if (isCovered(shape, others)) kept.splice(kept.indexOf(shape), 1);
  }
  const entries = new Map();
  for (const [flag, prefix, rest] of kept) {
    const key = `${flag} ${rest}`;
    entries.set(key, [flag, rest, [...entries.get(key)?.[2] ?? [], prefix]]);
  }
  return [...entries.values()].map(([flag, rest, prefixes]) => [flag, rest, prefixes.join(' ')]);
}
