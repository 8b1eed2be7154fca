import { awsTexts, logLines, notations, recordings } from './corpus';
import { diagnose } from '../../src/diagnosis/engine';
import { withShortTexts } from '../../src/facts/long-texts';
import { Frame } from '../../src/facts/model';
import { redactor } from '../../src/presentation/redact';
import { renderFull } from '../../src/presentation/terminal';
import { timed } from '../bench/stopwatch';

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
  return [...used.values()];
}

function useAll(): void {
  const redact = redactor();
  for (const text of [...logLines(), ...awsTexts(), ...notations()]) redact(text);
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
  const words = source
    .replace(/\\[bBAzZ]|\(\?[:=!<]+|[\^$]/g, '')
    .replace(/\\s|\\W/g, ' ').replace(/\\d/g, '0').replace(/\\w|\\S/g, 'a').replace(/\\n/g, '\n').replace(/\\([^a-zA-Z0-9])/g, '$1')
    .replace(/\[\^?([^\]])[^\]]*\]/g, '$1').replace(/\{\d*,?\d*\}|[*+?]/g, '')
    .split(/[|()]/).filter((word) => word.length > 0 && word.length < 60);
  const few = [...new Set(words)].slice(0, 12);
  return [...new Set([...few, ...few.slice(0, 6).map((word) => `${word} `), words.slice(0, 3).join(''), ...COMMON])].filter(Boolean);
}

/** Milliseconds to find every match in a text of this length. */
export function msOn(pattern: RegExp, attack: string, length: number): number {
  const text = attack.repeat(Math.ceil(length / attack.length)).slice(0, length);
  return timed(() => {
    pattern.lastIndex = 0;
    for (let at = -1; pattern.test(text) && pattern.global; at = pattern.lastIndex) {
      if (pattern.lastIndex === at) pattern.lastIndex++;
    }
  }).ms;
}
