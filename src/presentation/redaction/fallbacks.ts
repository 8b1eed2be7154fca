import { accepted, Found, valueBehind } from './accepted';
import { Name } from './found-name';
import { isQuotable } from './sentences';
import { Source } from './source';

/** What is between an expression that looks for a secret and the value that it has if there is none. */
const BETWEEN = [
  String.raw`[\])]{0,2}\s{0,3}(?:\?\?|\?:|%?\|\|%?)\s{0,3}`, String.raw`(?<=[\])])\s(?:or|\{)\s`,
  String.raw`,\s{0,3}(?:default|unset)\s?=\s?`, String.raw`\s?\|\s?default\s`,
  // Clojure: `(or (System/getenv "X") "v")`
  String.raw`(?<=env\s{1,3}"[^"\n]{1,80}"\))\s{1,3}`,
  String.raw`\.(?:get_?or|unwrap_or|or)(?:_?else|_default)?\((?:\|_?\|\s)?`,
].join('|');
const OTHERWISE = new RegExp(String.raw`(?:${BETWEEN})(?=\\{0,15}["'\x60])`, 'iy');

/** `process.env.X ?? "v"`, `os.getenv("X") or "v"`, `ENV.fetch("X") { "v" }`, `env("X", default="v")`, `var("X").unwrap_or("v")` */
export function fallback(source: Source, name: Name, after: number): Found | undefined {
  const [whole, text] = MAYBE.exec(source.before(name.start, 200)) ?? [];
  if (whole !== undefined && isQuotable(name, text)) {
    const start = name.start - whole.length + whole.indexOf('"') + 1;
    return accepted(source, name, { start, end: start + text.length, next: name.end, quoted: true, text });
  }
  const value = valueBehind(source, OTHERWISE, after);
  return value?.quoted && isQuotable(name, value.text) ? accepted(source, name, value) : undefined;
}

/** Haskell: `fromMaybe "v" <$> lookupEnv "X"` */
const MAYBE = /\bfromMaybe "([^"\n]{1,100})"[ \w(<$>.]{1,40}"$/;

const EXPANSION = /[\w.]{1,80}(:?[-=?+]|:)(["']?)((?:[^{}\n"'\\]|\$\{[\w.]{1,60}\}){1,200})\2\}/y;

/** `${X:-v}` and `${X-v}` of a shell, `${x:v}` of Spring; behind `?` is an error, behind `+` what replaces the value. */
export function expanded(source: Source, name: Name): { readonly found?: Found; readonly end: number } | undefined {
  const match = source.at(EXPANSION, name.start);
  if (!match) return undefined;
  const next = name.start + match[0].length;
  const end = next - 1 - match[2].length;
  const value = { start: end - match[3].length, end, next, quoted: true, text: match[3] };
  return { end: next, found: /[?+]/.test(match[1]) ? undefined : accepted(source, { ...name, end: value.start }, value) };
}
