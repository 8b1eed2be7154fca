import { accepted, Signs, wrapped } from './accepted';
import { Name } from './found-name';
import { kindOfName } from './names';
import { Source, Span } from './source';
import { bareAt, isSentence, looksSecret, quotedAt, Value } from './values';

/** What is read of a list or an object. */
const MOST_ITEMS = 200;
const LONGEST = 8000;
const DEEPEST = 8;

const OPENS = /[ \t]{0,40}(?:=>|:=|[:=])\s{0,40}(?:\[\]\w{1,12}|array\s?|list|set|Set\(\d{0,6}\)\s?|new \w{1,20}\[\]\s?)?(?=[[({](?!\*))/y;
const KEY = /(\\{0,15}["'`])?([\w$.-]{1,60})\1\s{0,20}(?:=>|[:=])\s{0,40}/y;
const BETWEEN = /[\s,;]{1,400}|\\+[nrt]/y;
/** Keys that say something about a secret: `{"password":{"message":"is required"}}`. */
const ABOUT = /^(?:user(?:name)?|login|e?mail|host|port|name|key|type|kind|id|code|message|msg|error|errors|reason|rule|rules|path|expected|received|min\w*|max\w*|length|format|pattern|label|title|description|hint|placeholder|namespace|arn|version|mode|optional|provider|source|engine|algorithm|from|ref|url|uri|region|scope|scopes|status|state|enabled|required|default_?mode|validation|constraints?|target|property|children|in|on|policy|encoding|created\w*|updated\w*|expires?\w*|valueFrom)$/i;

interface Nested {
  readonly spans: readonly Span[];
  /** Names before this place need no list or object of their own. */
  readonly end: number;
}

/** All items of a list and all values of an object beside the name of a secret: `["a","b"]`, `('a', 'b')`, `[a, b]`, `{"new":"a"}`. */
export function nested(source: Source, name: Name, after: number): Nested | undefined {
  const opening = source.at(OPENS, after);
  if (!opening) return belowIt(source, name, after);
  const first = after + opening[0].length;
  const last = Math.min(source.text.length, first + LONGEST);
  const signs = { sign: opening[0].trim(), blank: /\s$/.test(opening[0]), named: /["'`]/.test(source.text[after - 1]) };
  const spans: Span[] = [];
  const open: string[] = [];
  let key: string | undefined;
  let at = first;
  for (let items = 0; at < last && items < MOST_ITEMS && open.length <= DEEPEST;) {
    const sign = source.text[at];
    const skipped = source.at(BETWEEN, at) ?? source.at(KEY, at);
    if (/[[({]/.test(sign)) open.push(sign);
    else if (/[\])}]/.test(sign)) open.pop();
    if (!open.length) break;
    if (/[[({\])}]/.test(sign)) {
      at++;
    } else if (skipped) {
      key = skipped[2] ?? key;
      at += skipped[0].length;
    } else {
      const value = quotedAt(source, at) ?? itemAt(source, at);
      if (!value) break;
      const inObject = open[open.length - 1] === '{' && key !== undefined;
      const span = inObject ? member(source, name, key ?? '', value) : item(source, name, value, signs);
      if (span) spans.push(span);
      if (inObject) key = undefined;
      items++;
      at = Math.max(value.next, at + 1);
    }
  }
  return { spans, end: at };
}

/** An item without quotes ends at a comma or a bracket. */
function itemAt(source: Source, at: number): Value | undefined {
  const match = source.at(/[^\s,;[\](){}"'`]{1,400}/y, at);
  return match ? { start: at, end: at + match[0].length, next: at + match[0].length, quoted: false, text: match[0] } : undefined;
}

function item(source: Source, name: Name, value: Value, signs: Signs): Span | undefined {
  return value.quoted || looksSecret(value.text) || /\d[a-z]+\d/i.test(value.text) ? accepted(source, name, value, signs) : undefined;
}

function member(source: Source, name: Name, key: string, value: Value): Span | undefined {
  if (ABOUT.test(key) || (isSentence(value.text) && !/\d/.test(value.text))) return undefined;
  if (!looksSecret(value.text) && (name.kind !== 'password' || !value.quoted)) return undefined;
  // names of secrets have their own rules
  return kindOfName(key) === 'none' ? accepted(source, name, value) : undefined;
}

const SIGN_AT_END = /[ \t]{0,40}[:=][ \t]{0,20}(?:([|>])[-+\d]{0,2}[ \t]{0,20})?\r?\n/y;
const LIST_LINE = /^([ \t]{0,80})-[ \t]{1,20}["']?([^"'\n]{1,400}?)["']?[ \t]{0,20}\r?$/;
const KEY_LINE = /^([ \t]{1,80})["']?([\w$.-]{1,60})["']?[ \t]{0,20}[:=][ \t]{1,20}(?=\S)/;
const MOST_LINES = 60;

/** YAML below the name: the lines of a list, of an object or of a block. */
function belowIt(source: Source, name: Name, after: number): Nested | undefined {
  const sign = source.at(SIGN_AT_END, after);
  if (!sign) return undefined;
  const { text } = source;
  const indent = /^[ \t]*/.exec(source.before(name.start, 200))?.[0].length ?? 0;
  const spans: Span[] = [];
  let at = after + sign[0].length;
  for (let i = 0; i < MOST_LINES && at < text.length; i++) {
    const end = source.lineEnd(at);
    const line = text.slice(at, Math.min(end, at + LONGEST));
    const own = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    const list = LIST_LINE.exec(line);
    if (!line.trim() || (list && !sign[1] ? own < indent : own <= indent)) break;
    const span = sign[1] ? blockLine(name, at + own, line.trim()) : lineValue(source, name, at, line, list);
    if (span === 'end') break;
    if (span && span.end > span.start) spans.push(span);
    at = end + 1;
  }
  return spans.length ? { spans, end: at } : undefined;
}

function blockLine({ kind }: Name, start: number, line: string): Span | undefined {
  return kind !== 'weak' || looksSecret(line) ? { start, end: start + line.length } : undefined;
}

function lineValue(source: Source, name: Name, at: number, line: string, list: RegExpExecArray | null): Span | undefined | 'end' {
  if (list) {
    const start = at + line.indexOf(list[2], list[1].length + 1);
    const value = { start, end: start + list[2].length, next: start + list[2].length, quoted: true, text: list[2] };
    return /[:=]\s|[:=]$/.test(list[2]) ? undefined : accepted(source, name, value);
  }
  const key = KEY_LINE.exec(line);
  if (!key) return 'end';
  const from = at + key[0].length;
  const value = quotedAt(source, from) ?? bareAt(source, from) ?? wrapped(source, from);
  return value && member(source, name, key[2], { ...value, quoted: true });
}
