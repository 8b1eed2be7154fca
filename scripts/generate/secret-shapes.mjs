/*
 * Writes src/presentation/redaction/shapes.generated.ts from the pattern sets of gitleaks (MIT), Nosey Parker and kingfisher (both
 * Apache-2.0): of each rule that needs no name beside the secret the prefix, the alphabets and the lengths. Rules without a prefix, with
 * a gap ("datadog.{0,40}..."), with nested repetition or for something that is no secret are left out, so each pattern is linear.
 *
 *   node scripts/generate/secret-shapes.mjs GITLEAKS NOSEYPARKER KINGFISHER     (folders of git clones)
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compact } from './compact-shapes.mjs';

const require = createRequire(import.meta.url);
// the parsers that eslint and projen bring
const { RegExpParser } = createRequire(require.resolve('eslint'))('@eslint-community/regexpp');
const { parse: parseYaml } = createRequire(require.resolve('projen'))('yaml');

const [gitleaks, noseyparker, kingfisher] = process.argv.slice(2);
const OUT = new URL('../../src/presentation/redaction/shapes.generated.ts', import.meta.url);

const git = (folder, ...args) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
const commit = (folder) => git(folder, 'rev-parse', 'HEAD').trim().slice(0, 12);

function gitleaksRules(folder) {
  const text = git(folder, 'show', 'HEAD:config/gitleaks.toml');
  return [...text.matchAll(/^id = "([^"]+)"[^]*?^regex = '''(.*)'''$/gm)].map(([, id, regex]) => ({ id, regex }));
}

function yamlRules(folder, path) {
  const files = git(folder, 'ls-tree', '-r', '--name-only', 'HEAD', path).split('\n').filter((f) => f.endsWith('.yml'));
  return files.flatMap((file) => {
    const { rules = [] } = parseYaml(git(folder, 'show', `HEAD:${file}`)) ?? {};
    return rules
      .filter(({ categories, visible }) => visible !== false && (!categories || categories.includes('secret')))
      .map(({ id, name, pattern }) => ({ id: `${id} ${name}`, regex: pattern }));
  });
}

/** Rules about things that are no secrets. */
const NO_SECRET = /public|recipient|publishable|user ?name|account-?id|project-?id|client-?id|product id|tenant|url\b|uri\b|domain|hostname|password hash|uuid|webhook|connection|private-key$|jwt|pem|basic|shopify-domain|s3 bucket|arn/i;

/** A pattern of Go or Rust as one of JavaScript. Undefined: it uses what JavaScript does not have. */
function toJavaScript(pattern) {
  // comments, and the end of gitleaks' tokens
  let text = pattern.replace(/\(\?#[^)]*\)/g, '').replace(/\(\?:\[\\x60'"\\s;\]\|\\\\\[nr\]\|\$(?:\|\\b)?\)$/, '');
  let ignoreCase = false;
  let extended = false;
  const flags = /^\s*\(\?([ixsm]+)\)/;
  for (let match = flags.exec(text); match; match = flags.exec(text)) {
    ignoreCase ||= match[1].includes('i');
    extended ||= match[1].includes('x');
    text = text.slice(match[0].length);
  }
  if (extended) text = text.replace(/(\\.)|(\[(?:\\.|[^\]\\])*\])|#.*$|\s+/gm, (_, escaped = '', set = '') => escaped + set);
  ignoreCase ||= /\(\?i[:)]/.test(text);
  text = text.replace(/\(\?i:/g, '(?:').replace(/\(\?i\)/g, '').replace(/\(\?P</g, '(?<').replace(/\\z|\\Z/g, '$').replace(/\[\[:alnum:\]\]/g, '[A-Za-z0-9]')
    .replace(/\(\?-i:/g, '(?:');
  return { text, ignoreCase };
}

/** Parts of a shape: literal text, or a set with its repetition. Throws on anything else. */
function partsOf(alternative, top = true) {
  const items = alternative.elements.filter(({ type }) => type !== 'Assertion' || !top);
  return items.flatMap((element, i) => {
    switch (element.type) {
      case 'Character': return [{ literal: String.fromCodePoint(element.value) }];
      case 'CharacterSet':
        if (element.kind === 'any' && top) return [{ literal: '.' }];
        if (element.kind === 'word' || element.kind === 'digit') return [{ set: element.negate ? fail() : element.raw, min: 1, max: 1 }];
        return fail();
      case 'CharacterClass':
        if (isEnd(element) && i === items.length - 1) return [];
        return [{ set: element.negate ? fail() : tokenSet(element), min: 1, max: 1 }];
      case 'CapturingGroup': case 'Group': {
        if (i === items.length - 1 && i > 0 && element.alternatives.every((a) => a.elements.every(isEnd))) return [];
        if (element.alternatives.length === 1) return partsOf(element.alternatives[0], top);
        const choices = element.alternatives.map((a) => partsOf(a, false));
        return choices.some((choice) => !choice.length) ? fail() : [{ choices, min: 1, max: 1 }];
      }
      case 'Quantifier': return repeated(element, i === items.length - 1);
      default: return fail();
    }
  });
}

function repeated({ element, min, max }, isLast) {
  if (isLast && min === 0 && isEnd(element)) return [];
  const most = Number.isFinite(max) ? Math.min(max, 3000) : Math.max(min, 1000);
  if (element.type === 'Character') return [{ set: escape(String.fromCodePoint(element.value)), min, max: most }];
  const [part, ...more] = partsOf({ elements: [element] }, false);
  if (more.length || !part) {
    const inner = partsOf({ elements: [element] }, false);
    if (!inner.length) fail();
    if ((inner.some((p) => p.min !== p.max) && most > 1) || most > 40) fail();
    return [{ choices: [inner], min, max: most }];
  }
  if (part.choices) {
    if (most > 40 || (most > 1 && part.choices.flat().some((p) => p.min !== p.max))) fail();
    return [{ ...part, min, max: most }];
  }
  if (part.literal) return [{ set: escape(part.literal), min, max: most }];
  return [{ set: part.set, min, max: most }];
}

function fail() {
  throw new Error('no shape');
}

/** What ends a token: a quote, a blank, the end. */
function isEnd(element) {
  if (element.type === 'Assertion') return true;
  if (element.type === 'CharacterClass') return element.negate || element.elements.some((e) => e.type === 'CharacterSet' && e.kind === 'space' || e.raw === '"' || e.raw === '\'');
  if (element.type === 'Character') return /[\\nr"'\s;`]/.test(String.fromCodePoint(element.value));
  if (element.type === 'Quantifier') return isEnd(element.element);
  if (element.type === 'CharacterSet') return element.kind === 'space';
  return element.type === 'Group' && element.alternatives.every((a) => a.elements.every(isEnd));
}

function tokenSet(element) {
  if (/\\s|\\[nrt]|[ "'<>`]/.test(element.raw)) fail();
  return element.raw;
}

const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, (c) => (c === '-' ? '-' : `\\${c}`));

/** The prefix with small sets and choices written out, and the rest. */
function withPrefix(parts) {
  const [first, ...rest] = parts;
  if (!first) return [['', []]];
  if (first.literal) return withPrefix(rest).map(([prefix, tail]) => [first.literal + prefix, tail]);
  const options = first.choices && first.min === 1 && first.max === 1
    ? first.choices.filter((choice) => choice.every((p) => p.literal)).map((choice) => choice.map((p) => p.literal).join(''))
    : membersOf(first);
  const isWhole = first.choices ? options.length === first.choices.length : options.length > 0;
  if (!isWhole || options.length > 12) return [['', parts]];
  return options.flatMap((option) => withPrefix(rest).map(([prefix, tail]) => [option + prefix, tail]));
}

function membersOf({ set, min, max }) {
  if (!set || min !== 1 || max !== 1 || !/^\[[a-zA-Z0-9_]{1,6}\]$/.test(set)) return [];
  return [...set.slice(1, -1)];
}

const bounds = (min, max) => {
  if (min === max) return min === 1 ? '' : `{${min}}`;
  return `{${min},${max}}`;
};
const written = ({ literal, set, choices, min, max }) => {
  if (literal !== undefined) return escape(literal);
  if (set) return set + bounds(min, max);
  return `(?:${choices.map((choice) => choice.map(written).join('')).join('|')})${bounds(min, max)}`;
};
const least = (parts) => parts.reduce((sum, { literal, choices, min }) => {
  if (literal) return sum + 1;
  return sum + (choices ? min * Math.min(...choices.map(least)) : min);
}, 0);

/** Shapes of a rule: [flag, prefix, rest]. */
function shapesOf({ id, regex }) {
  if (!regex || NO_SECRET.test(id)) return [];
  const { text, ignoreCase } = toJavaScript(regex);
  try {
    const tree = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(text);
    return tree.alternatives.flatMap((alternative) => withPrefix(partsOf(alternative)))
      .filter(([prefix, tail]) => isTelling(prefix) && least(tail) >= 10 && prefix.length + least(tail) >= 18)
      .map(([prefix, tail]) => [ignoreCase ? 'i' : '', prefix, tail.map(written).join('')]);
  } catch (error) {
    if (process.env.WHY && !/\.(?:\||\{0,|\*)|\[\\w/.test(text)) console.log(id, error.message, text.slice(0, 150));
    return [];
  }
}

/** Long enough, or with a sign or digit that words do not have. */
function isTelling(prefix) {
  if (/\s|^https?|:\/\/|^(?:key|api|token|secret|test|live|prod|user|id|pat|sid|acc|client)[_-]?$/i.test(prefix)) return false;
  return prefix.length >= 4 || (prefix.length === 3 && /[\d_.-]|^[A-Z]{2,3}/.test(prefix));
}

/** The rest is matched in either case, so two rests that differ in case only are one. */
const folded = (rest) => rest.toLowerCase().replace(/\[[^\]]*\]/g, (set) => {
  const members = new Set(set.slice(1, -1).match(/\\?.-\\?[^\]]|\\?./g));
  return `[${[...members].sort().join('')}]`;
});

const sources = [
  ['gitleaks', 'MIT, Copyright (c) 2019 Zachary Rice', gitleaks, gitleaksRules(gitleaks)],
  ['Nosey Parker', 'Apache-2.0, Copyright 2022 Praetorian Security, Inc.', noseyparker, yamlRules(noseyparker, 'crates/noseyparker/data/default/builtin/rules')],
  ['kingfisher', 'Apache-2.0, MongoDB, Inc.', kingfisher, yamlRules(kingfisher, 'data/rules')],
];
const addresses = ['https://github.com/gitleaks/gitleaks', 'https://github.com/praetorian-inc/noseyparker', 'https://github.com/mongodb/kingfisher'];
const shapes = new Map();
for (const [, , , rules] of sources) {
  for (const [flag, prefix, rest] of rules.flatMap(shapesOf)) {
    const known = shapes.get(`${prefix} ${folded(rest)}`);
    if (!known || (flag && !known[0])) shapes.set(`${prefix} ${folded(rest)}`, [flag, prefix, rest]);
  }
}
const sorted = [...shapes.values()].sort((a, b) => (a[1] < b[1] ? -1 : 1));
const lines = compact(sorted).map((entry) => entry.join(' '));
writeFileSync(OUT, [
  '// Generated by scripts/generate/secret-shapes.mjs from the rules of these projects that need no name beside the secret, reduced to',
  '// prefix, alphabet and length, without those that own-shapes.ts covers. Flag i: the prefix, too, is in either case. The licences are in',
  '// NOTICE-secret-patterns.txt.',
  ...sources.map(([name, licence, folder], i) => ['//', name, addresses[i], `${commit(folder)}:`, licence].join(' ')),
  'export type Shape = readonly [flag: string, prefix: string, rest: string];',
  '',
  '/** Shapes of the same rest in a line: flag, rest, prefixes, apart by blanks. */',
  'export const PUBLIC_SHAPES = String.raw`',
  ...lines,
  '`;',
  '',
].join('\n'));
const counts = sources.map(([name, , , rules]) => `${name} ${rules.length}`);
console.log(`${lines.length} entries of ${counts.join(', ')}`);
