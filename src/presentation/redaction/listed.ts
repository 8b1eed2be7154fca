import { accepted, Found, valueBehind, wrapped } from './accepted';
import { Name } from './found-name';
import { kindOfName, NameKind } from './names';
import { isQuotable, OF_ENTITIES } from './sentences';
import { Source } from './source';
import { isStandIn, looksSecret, quotedAt, Value } from './values';

/** Elements of a list: `("name", "v")`, `{name,"v"}`, `["--password","v"]`, `[--password, v]`. */
export function listed(source: Source, name: Name, after: number, quote: string): Found | undefined {
  const before = source.before(name.start, 20);
  if (!quote && !name.flag && !/[{(]\s{0,3}:?$/.test(before)) return undefined;
  const value = valueBehind(source, /\s{0,3},\s{0,20}/y, after);
  if (!value) return undefined;
  if (name.flag) {
    if (OPTION.test(value.text)) return undefined;
    if (value.quoted ? isHarmlessOption(name, value.text) : !looksSecret(value.text)) return undefined;
    return accepted(source, { ...name, kind: strong(name) }, value, { sign: ',' });
  }
  if (!value.quoted && !/^\d{4,}$/.test(value.text)) return undefined;
  // a list of words, as `["password", "publickey"]`, is no list of pairs
  const isPair = /rawHeaders/.test(source.before(name.start, 600)) || /[({<]\s{0,3}(?:<<)?\\{0,3}["'`:]?$/.test(before) || /[[,]\s{0,20}\[\s{0,3}\\{0,3}["'`]?$/.test(before);
  if (!(isPair && !isStandIn(value.text)) && !looksSecret(value.text)) return undefined;
  return accepted(source, name, value, { sign: ',' });
}

/** What is asked for has a name here, and no value: `getToken("billing-2024-x")`. */
const ASKS = /^(?:get|find|fetch|read|load|use)/i;

/** `setPassword("v")`, `.password("v")`, `api_token("v")` */
export function called(source: Source, name: Name): Found | undefined {
  const open = source.at(/\(\s{0,3}(?=\\{0,15}["'`])/y, name.end);
  const value = open && quotedAt(source, name.end + open[0].length);
  if (!value) return undefined;
  const isGiven = name.kind === 'password' || /^(?:set|with)|\.set/i.test(name.text)
    || (name.kind === 'secret' && !OF_ENTITIES.test(name.text) && !ASKS.test(name.text) && looksSecret(value.text));
  return isGiven && isQuotable(name, value.text) ? accepted(source, name, value) : undefined;
}

/** What follows an option in a sentence about it, beside the words that are stand-ins. */
const AFTER_OPTION = /^\([a-z ]+\)?$|^id=/;
/** Options about a secret that hold none: `--password-stdin`, `--token-ttl 60`. */
const NO_SECRET_OPTION = /-(?:stdin|prompt|through|ttl|type|policy|length|timeout|based|file|command|store|name|fd)$|^no-/i;
/** A page of help: `-p, --password PASS    password of the user`. */
const OF_HELP = /^\s*(?:-\w,? )?--?$/;

/** The next option: `--port`, `-p5432`, `-Xmx512m`, and `-` for the standard input. */
const OPTION = /^-(?:-?[a-z]+(?:-[a-z0-9]+)*\d{0,5}[a-z]?|[A-Z][\w.:-]{0,12})?(?:[=:,].*)?$/;

function isHarmlessOption(name: Name, value: string): boolean {
  return AFTER_OPTION.test(value) || NO_SECRET_OPTION.test(name.text) || OPTION.test(value);
}

function strong(name: Name): NameKind {
  return name.kind === 'weak' ? 'weak' : 'password';
}

/** A `.netrc` file may have each word in a line of its own. */
const OF_NETRC = /\b(?:machine|login)\s{1,20}\S{1,100}\s{0,20}\n\s{0,20}$/;
const BEFORE_BLANK = /(?:\b(?:ENV|ARG|setx|[sS]et[eE]nv|fastcgi_param|config set|configure set)\s{1,3}(?:\S{0,80}:)?|^\s{0,20}(?:machine\s.*|set\s|default\s.*)?)$/;

/** A blank between: `--password v`, `ENV PASSWORD v`, `requirepass v`, `:password "v"`. */
export function option(source: Source, name: Name, after: number, quote: string): Found | undefined {
  if (name.flag) {
    const gap = source.at(/[ \t]{1,2}(?=\S)|\r?\n\s{0,20}-\s{1,3}/y, after);
    const value = gap && wrapped(source, after + gap[0].length);
    if (!value || isHarmlessOption(name, value.text) || value.text.startsWith(',')) return undefined;
    // the end of a quotation, and words that go on behind it
    if (quote && !value.quoted) return undefined;
    const isHelp = OF_HELP.test(source.before(name.start, 40)) && /^ {2,}\S/.test(source.rest(value.next, 40));
    if (isHelp && /^[A-Z_]+$/.test(value.text)) return undefined;
    const whole = value.quoted ? value : untilBlank(source, value);
    return accepted(source, { ...name, kind: strong(name) }, whole, { sign: ' ' });
  }
  const before = source.before(name.start, 100);
  const gap = source.at(/[ \t]{1,2}(?=\S)/y, after);
  if (!gap) return undefined;
  if (before.endsWith(':') && /["\\]/.test(source.text[after + gap[0].length])) {
    return accepted(source, name, wrapped(source, after + gap[0].length));
  }
  if (!BEFORE_BLANK.test(before)) return undefined;
  const value = wrapped(source, after + gap[0].length);
  if (!value || !/^[;\s"']*$/.test(source.rest(value.next, 40)) || AFTER_OPTION.test(value.text)) return undefined;
  const isCommand = /\S/.test(before) || OF_NETRC.test(source.text.slice(Math.max(0, name.start - 200), name.start)) || /^(?:requirepass|masterauth)$/i.test(name.text);
  if (!isCommand && !(name.kind === 'password' && /\d/.test(value.text) && value.text.length > 5) && !looksSecret(value.text)) return undefined;
  return accepted(source, name, value, { sign: ' ' });
}

/** The value of an option that a comma does not end: `--password my,Hunter2`. */
function untilBlank(source: Source, value: Value): Value {
  const match = source.at(/(?:[^\s"'`,\]]|,(?=[^\s"'`,\]-]))+/y, value.start);
  if (!match || (match[0].length < value.end - value.start && source.text[value.start + match[0].length] !== ',')) return value;
  const end = value.start + match[0].length;
  return { ...value, end, next: end, text: match[0] };
}

const COLUMN_BEGINS = /(?:^|[|\u2502]|\s{2,}|\t|- )\s{0,20}(?:["'`]|\*\*)?$/;
const ROW_BEGINS = /^[\s|\u2502*]*$/;
const AFTER_LOGGER = /(?:[\]>]|\b(?:trace|debug|info|warn|warning|error|fatal)):?\s$/i;

/** A table: `PASSWORD      v`, `| password | v |` */
export function column(source: Source, name: Name, after: number): Found | undefined {
  const gap = source.at(/[ \t]?(?:\.{3,80}|-{3,80}>?|_{3,80})[ \t]?|[ \t]{0,60}[|\u2502\u2503][ \t]{0,60}|[ \t]{0,60}(?: {2}|\t)[ \t]{0,60}(?=\S)/y, after);
  if (!gap || name.flag) return undefined;
  const before = source.before(name.start - (name.of ? name.of.length + 1 : 0), 30);
  const begins = COLUMN_BEGINS.test(before);
  // A line of dots is no prose, so what a logger writes before its message, or other words, may be before the name.
  if (!begins && !/[._-]{3}/.test(gap[0])) return undefined;
  const at = after + gap[0].length;
  const value = wrapped(source, at);
  if (!value || !/^\s*(?:$|[|\u2502\u2503]|\s{2}|\t|[;,]?\s*[#(])/.test(source.rest(value.next, 10))) return undefined;
  const isTypical = looksSecret(value.text) || (name.kind === 'password' && /[\d!@#$%^&*]/.test(value.text));
  if (!begins && !isTypical && !AFTER_LOGGER.test(before)) return undefined;
  // one name and one value in a row that is not the head of a table
  const isRow = name.kind === 'password' && name.text.length > 4 && /[a-z]/.test(value.text) && ROW_BEGINS.test(before) && /[|\u2502\t]/.test(gap[0])
    && /^[ \t]*[|\u2502]?[ \t\r]*(?:$|\n(?![|+][-+:=| ]))/.test(source.text.slice(value.next, value.next + 80));
  if (isRow) return accepted(source, name, value);
  if (kindOfName(value.text) !== 'none' && /^[A-Za-z_]+$/.test(value.text)) return undefined;
  // the last one is a type of Kubernetes
  if (/^[A-Z_]+$|^[a-z]{1,9}$|^[a-z]+(?:\.[a-z]+)+\//.test(value.text)) return undefined;
  return accepted(source, name, value);
}

