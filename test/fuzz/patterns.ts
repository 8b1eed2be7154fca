import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { awsTexts, logLines, notations, recordings } from './corpus';
import { diagnose } from '../../src/diagnosis/engine';
import { withShortTexts } from '../../src/facts/long-texts';
import { Frame } from '../../src/facts/model';
import { redactor } from '../../src/presentation/redact';
import { renderFull } from '../../src/presentation/terminal';
import { timed } from '../bench/stopwatch';

/** Characters: an expression of the redaction may be given all of a text. */
const WHOLE_TEXT = 1_000_000;

/** A regular expression in use, and the length of the longest text that it was given. */
export interface UsedPattern {
  readonly pattern: RegExp;
  longest: number;
}

/**
 * Every regular expression that redaction, diagnosis and messages apply, literal or made, found by watching `exec`: the other methods call
 * it where it has been replaced (ECMAScript, RegExpExec).
 */
export function patternsInUse(): readonly UsedPattern[] {
  const used = new Map<string, UsedPattern>();
  // The rule is about methods that lose their `this`: here each expression is handed over as `this` (exec.call below).
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = function watched(text: string) {
    const known = used.get(String(this));
    if (!known) used.set(String(this), { pattern: new RegExp(this.source, this.flags), longest: text.length });
    else if (text.length > known.longest) known.longest = text.length;
    return exec.call(this, text);
  };
  try {
    useAll();
  } finally {
    RegExp.prototype.exec = exec;
  }
  for (const pattern of patternsOfRedaction()) {
    const known = used.get(String(pattern));
    used.set(String(pattern), { pattern: known?.pattern ?? pattern, longest: WHOLE_TEXT });
  }
  return [...used.values()];
}

function useAll(): void {
  const redact = redactor();
  for (const text of [...logLines(), ...awsTexts(), ...notations()]) redact(text);
  // Words of the expressions that are written down lead to those that are made of others.
  for (const pattern of patternsOfRedaction()) for (const attack of attacksOn(pattern)) redact(attack.repeat(3));
  const frames = recordings().flatMap(({ frames: all }) => all.slice(-1)).filter((_, i) => i % 4 === 0);
  for (const frame of frames) renderFull(diagnose(frame));
  // the longest texts that a look lets through
  for (const sign of ['word Error: connect refused at /app/x.js:1 ', '{"level":"error","msg":"x"} ']) {
    const long = sign.repeat(Math.ceil(400_000 / sign.length));
    redact(long);
    for (const frame of frames.filter((_, i) => i % 25 === 0)) renderFull(diagnose(withShortTexts(withTexts(frame, long))));
  }
}

/** The same frame with this text at the end of each reason and each line of a log. */
function withTexts(frame: Frame, text: string): Frame {
  const longer = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => longer(item, key));
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, longer(item, name)]));
    return typeof value === 'string' && /message|reason/i.test(key) ? `${value} ${text}` : value;
  };
  return longer(frame, '') as Frame;
}

const COMMON = ['a', 'A', '0', ' ', '-', '_', '=', ':', '/', '.', '"', "'", '\\', '(', '{', 'a ', 'a.', 'a-', 'a:', 'a=', '--', '://', 'A_', 'a1', '"a":', ', ', '\\"', 'a@'];

/** Texts that a pattern may try for long: its own words repeated, alone and before something that does not match, and each sign of them. */
export function attacksOn({ source }: RegExp): readonly string[] {
  const words = withSigns(source)
    .replace(/\\[bBAzZ]|\(\?[:=!<]+|[\^$]/g, '')
    .replace(/\\s|\\W/g, ' ').replace(/\\d/g, '0').replace(/\\w|\\S/g, 'a').replace(/\\n/g, '\n').replace(/\\([^a-zA-Z0-9])/g, '$1')
    .replace(/\[\^?([^\]])[^\]]*\]/g, '$1').replace(/\{\d*,?\d*\}|[*+?]/g, '')
    .split(/[|()]/).filter((word) => word.length > 0 && word.length < 60);
  const few = [...new Set(words)].slice(0, 12);
  const signs = [...new Set(withSigns(source).match(/[^\x20-\x7e]/gu) ?? [])].slice(0, 6);
  return [...new Set([...few, ...few.slice(0, 6).map((word) => `${word} `), words.slice(0, 3).join(''), ...signs, ...COMMON])].filter(Boolean);
}

/** A sign of each kind that an expression names by its number or by a property. */
const OF_PROPERTY: { readonly [name: string]: string } = {
  Cc: '\u0001', Cf: '\u200b', Cs: '\ud800', Zl: '\u2028', Zp: '\u2029', L: '\u00e9', N: '\u0663',
};
function withSigns(source: string): string {
  return source
    .replace(/\\u\{?([0-9a-f]{4,6})\}?/gi, (written, code: string) => (code > '0020' ? String.fromCodePoint(parseInt(code, 16)) : written))
    .replace(/\\p\{(\w+)\}/g, (_, name: string) => OF_PROPERTY[name] ?? '\u034f');
}

const REDACTION = join(__dirname, '..', '..', 'src', 'presentation', 'redaction');

/** Every expression that is written in the sources of the redaction, whether a text of the corpus comes to it or not. */
export function patternsOfRedaction(): readonly RegExp[] {
  const found = new Map<string, RegExp>();
  const look = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.set(node.text, new RegExp(node.text.slice(1, end), node.text.slice(end + 1)));
    }
    ts.forEachChild(node, look);
  };
  for (const name of readdirSync(REDACTION)) look(ts.createSourceFile(name, readFileSync(join(REDACTION, name), 'utf8'), ts.ScriptTarget.Latest));
  return [...found.values()];
}

/** Names of secrets with what may be behind them and never ends: each name looks at all that follows. */
export function unclosed(): readonly string[] {
  const names = ['password', 'api_key', 'token', 'session id', '\u5bc6\u7801', 'Authorization', 'cookie'];
  const signs = [
    '', '=', ': ', ' is ', ' ', '=[', '={', '=(', '=<', '=$(', '=${', '={{', '\u300c', '\u201c', '="', '=\'', '=`', '=\\"', '=%22', '="""',
    '>', ',', '=a"', '=)',
  ];
  const alone = ['\u200b', '\uff21', '\u0000', '=a\u0000', 'MIIEvQIBADAN'];
  return [...alone, ...names.flatMap((name) => signs.flatMap((sign) => [`${name}${sign}`, `${name}${sign}x1`]))];
}

let flat: { readonly length: number; readonly texts: Map<string, string> } = { length: 0, texts: new Map() };

/** The texts that all patterns are tried on are made once for a length: to make one takes longer than to search it. */
function textOf(attack: string, length: number): string {
  const make = () => attack.repeat(Math.ceil(length / attack.length)).slice(0, length);
  if (!COMMON.includes(attack)) return make();
  if (flat.length !== length) flat = { length, texts: new Map() };
  const text = flat.texts.get(attack) ?? make();
  flat.texts.set(attack, text);
  return text;
}

/** Milliseconds to find every match in a text of this length. */
export function msOn(pattern: RegExp, attack: string, length: number): number {
  const text = textOf(attack, length);
  return timed(() => {
    pattern.lastIndex = 0;
    for (let at = -1; pattern.test(text) && pattern.global; at = pattern.lastIndex) {
      if (pattern.lastIndex === at) pattern.lastIndex++;
    }
  }).ms;
}
