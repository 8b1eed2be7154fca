import { definitionOf } from './containers';
import { ContainerDefinition, Frame } from '../../facts/model';

/** What JavaScript, Python, Java and Go print for a value that is not there. */
const NOTHING = '(?:undefined|null|none|nan|nil|<nil>|\\[object object\\])';

const BLANK = [
  // a URL, an address, a name that was looked up: "http://undefined:8080/x", "redis://:x@None/0", "postgres://db:undefined/x"
  String.raw`\b[a-z][a-z+]{1,20}:\/\/(?:[^\s@/"']{0,120}@)?${NOTHING}(?=[:/\s"'?)]|$)`,
  String.raw`\b[a-z][a-z+]{1,20}:\/\/[^\s/"']{1,200}:(?:undefined|null|none|nan)(?=[/\s"'?)]|$)`,
  String.raw`\b(?:ENOTFOUND|EAI_AGAIN|UnknownHostException:|lookup) ${NOTHING}(?=[\s:"']|$)`,
  String.raw`\bhost(?:name)?=["']?${NOTHING}(?=["',\s)]|$)`,
  String.raw`\bcould not translate host name "${NOTHING}"`,
  // the beginning of a URL: "Failed to parse URL from undefined/v1", "Invalid URL 'None/api': No scheme supplied"
  String.raw`\b(?:parse|invalid) URL:? (?:from )?["']?${NOTHING}(?=[/"'\s]|$)`,
  String.raw`\bmust be a string[^.]{0,40}, (?:got|received)(?: type)? ["']?(?:undefined|null|none)\b`,
  // "dial tcp: lookup : no such host", "dial tcp :5432: connect: connection refused"
  String.raw`\bdial tcp:? (?:lookup (?=:? )|:\d{2,5}: connect: )`,
];
/** `''`: gunicorn, uvicorn, click; `NaN`: Node.js */
const BLANK_PORT = [
  String.raw`(?:''|"") is not a valid (?:port|integer)`, String.raw`ERR_SOCKET_BAD_PORT.{0,120}(?:\bNaN\b|\bundefined\b|\bnull\b|\(''\))`,
].join('|');
const BLANK_VALUE = new RegExp(`${BLANK.join('|')}|${BLANK_PORT}`, 'i');
const OF_PORT = new RegExp(BLANK_PORT, 'i');

/** Something was put together of a setting that is not there. */
export function isBlank(text: string): boolean {
  return BLANK_VALUE.test(text);
}

/** The value that is not there is a port. */
export function isPort(text: string): boolean {
  return OF_PORT.test(text);
}

/** The address that was put together, as far as the line has it: `http://undefined:8080/config`. */
export function blankAddress(text: string): string | undefined {
  const url = /\b[a-z][a-z+]{1,20}:\/\/[^\s"'`)]{1,200}/i.exec(text)?.[0];
  return url && isBlank(url) ? url.replace(/[.,;]+$/, '') : undefined;
}

/** The setting that the program found empty. */
export interface BlankSetting {
  readonly name: string;
  /** `empty`: the task definition has it without a value; `removed`: the one before had it; `command`: the start command reads it. */
  readonly why: 'empty' | 'removed' | 'command';
}

const ADDRESSES = /(?:^|_)(?:HOST(?:NAME)?|URL|URI|ADDR(?:ESS)?|ENDPOINT|SERVER|DOMAIN|DSN|BASE|ORIGIN)S?(?:_|$)/i;
const PORTS = /(?:^|_)PORT(?:_|$)/i;

/** The variable behind a blank value, if the task definition shows which one it is. */
export function blankSetting(frame: Frame, container: string | undefined, text: string): BlankSetting | undefined {
  const now = definitionOf(frame, container);
  const wanted = OF_PORT.test(text) ? PORTS : ADDRESSES;
  const fits = (name: string) => wanted.test(name);
  const empty = (now?.environment ?? []).filter(({ name, value }) => name && !value?.trim() && fits(name));
  if (empty.length === 1) return { name: empty[0].name!, why: 'empty' };
  const given = new Set(namesOf(now));
  const read = [...new Set(variablesOf(now))].filter((name) => fits(name) && !given.has(name));
  if (read.length === 1) return { name: read[0], why: 'command' };
  const before = frame.previousTaskDefinition?.containerDefinitions?.find(({ name }) => name === container);
  const removed = namesOf(before).filter((name) => fits(name) && !given.has(name));
  return removed.length === 1 ? { name: removed[0], why: 'removed' } : undefined;
}

function namesOf(definition: ContainerDefinition | undefined): readonly string[] {
  return [...definition?.environment ?? [], ...definition?.secrets ?? []].flatMap(({ name }) => name ?? []);
}

/** `$PORT` and `${PORT}` in the start command; `${PORT:-8080}` has a default. */
function variablesOf(definition: ContainerDefinition | undefined): readonly string[] {
  const command = [...definition?.entryPoint ?? [], ...definition?.command ?? []].join(' ');
  return [...command.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)].map(([, braced, plain]) => braced ?? plain);
}

/** A variable that nobody replaced: the program got its name, not its value. */
const UNEXPANDED = new RegExp([
  String.raw`(["'])\$\{?([A-Z_][A-Z0-9_]*)\}?\1 is not a valid`,
  String.raw`\b(?:ENOTFOUND|EAI_AGAIN|lookup) \$\{?([A-Z_][A-Z0-9_]*)\}?`,
  String.raw`:\/\/(?:[^\s@/"']{0,80}@)?\$\{?([A-Z_][A-Z0-9_]*)\}?(?=[:/\s"']|$)`,
  String.raw`invalid (?:literal|int|value)[^"']{0,60}["']\$\{?([A-Z_][A-Z0-9_]*)\}?["']`,
].join('|'));

/** `PORT` of `'$PORT' is not a valid port number` */
export function unexpanded(text: string): string | undefined {
  return UNEXPANDED.exec(text)?.slice(2).find(Boolean);
}
