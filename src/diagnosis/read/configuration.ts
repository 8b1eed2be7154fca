import { definitionOf } from './containers';
import { namedPlace } from './named-place';
import { Frame } from '../../facts/model';
import { Seen } from '../model';
import { alternatives, nameInFix, namesEnd, namesInOtherForm } from '../text';

/** What a program says about one of its settings. */
interface NamedKey {
  readonly key: string;
  readonly fault: 'unknown' | 'missing' | 'wrong';
}

const NAME = String.raw`(["'\`]{0,2}[\w.:[\]>/-]{2,100}["'\`]?)`;
const KIND = '(?:key|field|option|propert(?:y|ie)|setting|parameter|attribute|(?:sub)?directive|section|variable|element|keyword)s?';
const ABSENT = 'not (?:set|defined|given|configured|specified|provided|present)|required|missing|mandatory|undefined|unset|empty|blank';

// Viper, serde, Jackson, Caddy, mapstructure, protobuf, yaml.v3, Airlift, JSON Schema, pydantic, Elixir, Poco, Backstage, Laravel
const KEYS: readonly (readonly [pattern: RegExp, fault: NamedKey['fault'], isSure?: boolean])[] = [
  [alternatives(
    String.raw`\bfield ${NAME} not found in type|\b(\w{3,60}): Cannot find field|\binvalid keys?: ${NAME}`,
    String.raw`\bunrecognized subdirective ${NAME}`,
    String.raw`\[([\w.]{3,60})\]\S{0,40}: definition for this key is missing`,
  ), 'unknown', true],
  [alternatives(
    String.raw`\b(?:unknown|unrecogni[sz]ed|unexpected|unsupported|invalid|obsolete|illegal) (?:\w+ )?${KIND}`
    + String.raw`(?: at| found| name)?:? ${NAME}`,
    String.raw`\bunknown (?:\w+ )?type:? ${NAME}|\bpropert(?:y|ies) ${NAME} (?:was|were) not used`,
    String.raw`\badditional propert(?:y|ies) .{0,30}\(${NAME} (?:was|were) unexpected|\bno such field: ${NAME}`,
  ), 'unknown'],
  [alternatives(
    String.raw`\bkey ${NAME} not found|\bnot found: ${NAME}|\bKeyError: ${NAME}|\bmissing (?:\w+ )?${KIND}(?: for)?:? ${NAME}`,
    String.raw`\bmissing the ${NAME} ${KIND}|\blocal ${NAME} \(a nil value\)`,
    String.raw`${NAME} (?:is|are|was|has been|must be|cannot be) (?:a )?(?:${ABSENT})\b(?! the)`,
  ), 'missing'],
  [alternatives(
    String.raw`\bfor key ${NAME}|\bvalue (?:at|of|for) ${NAME}|\bconfig_key(?:\[\d\])?=${NAME}|\berror parsing env var ${NAME}`,
    String.raw`\binvalid (?:value|format) (?:for|of) (?:\w+ )?${NAME}|\b${KIND} ${NAME} (?:must|should|has to|is (?:not |in)valid)`,
  ), 'wrong'],
];
/** Bare, a name is no word of a sentence: `docker.cache`, `request>uri`, `maxRetries`. */
const NO_WORD = /^["'`]|\w[._:>[]\w|[a-z][A-Z]|[a-z]\d/;
/** Names that are none of a setting: a class, a file of code, a version, a host. */
const NO_KEY = /\.(?:go|rs|py|rb|[cm]?js|ts|java|kt|cs|php|exs?|sh|so|com|local|internal)$|(?:Error|Exception)$|^\d|^(?:java|org|com|io|net)\.|\//;

/** The setting that a line is about. undefined: it names none. */
export function keyIn(line: string): NamedKey | undefined {
  for (const [pattern, fault, isSure] of KEYS) {
    const name = pattern.exec(line)?.slice(1).find(Boolean);
    const key = name?.replace(/^["'`:]+|["'`.:>-]+$/g, '');
    if (name && key && key.length > 2 && (isSure || NO_WORD.test(name)) && !NO_KEY.test(key)) return { key, fault };
  }
  return undefined;
}

const EXTENSION = String.raw`\.(?:ya?ml|json|toml|conf|cfg|ini|xml|properties|hcl|env|cnf)`;
const FILE = new RegExp(String.raw`(?<![\w./-])([\w.@/+-]{0,200}(?:${EXTENSION}|/Caddyfile))(?![\w/-]|\.\w)`
  + String.raw`(?:["']?(?::|, ?| on| at|:? \(?)(?: ?line)? ?(\d{1,6})\b)?`);
const IS_FILE = new RegExp(`${EXTENSION}$`);
/** A parser of a document that it was handed over: `yaml: line 9: mapping values are not allowed`. */
const LINE = /\b(?:ya?ml|toml|json|syntax)\b.{0,30}\bline (\d{1,6})\b/i;

interface Configuration {
  readonly place: string;
  /** The line at fault is known. */
  readonly line?: string;
  /** The setting itself: it has the name of the key. */
  readonly isKey?: boolean;
}

/** Where a program has the configuration of which a line speaks: a file, a variable, an argument, a volume. */
export function configurationIn(
  frame: Frame, container: string | undefined, line: string, key: string | undefined, seen?: Seen,
): Configuration | undefined {
  const { environment = [], secrets = [], command = [], mountPoints = [] } = definitionOf(frame, container) ?? {};
  const of = (name: string) => `${nameInFix(name)} of addContainer('${container}')`;
  const names = [...environment, ...secrets].map(({ name = '' }) => name);
  const own = key && names.find((name) => name.toLowerCase() === key.toLowerCase() || namesInOtherForm(key, name) || namesEnd(key, name));
  if (own) return { place: of(own), isKey: true };
  const [, file, number = LINE.exec(line)?.[1]] = FILE.exec(line) ?? [];
  const mount = mountPoints.find(({ containerPath }) => containerPath && file?.startsWith(`${containerPath.replace(/\/$/, '')}/`));
  if (file) return { place: nameInFix(file) + (mount ? ` (volume ${nameInFix(mount.sourceVolume ?? '')})` : ''), line: number };
  const named = namedPlace(frame, container, line, seen)?.replace(/, which has.*/, '');
  const argument = command.find((word) => IS_FILE.test(word));
  const variable = names.find((name) => /CONF(?:IG)?(?:_|$)/.test(name));
  const volume = mountPoints.find(({ containerPath = '' }) => /conf|etc\//i.test(containerPath));
  const place = named ?? (argument ? `${nameInFix(argument)} (in command of addContainer('${container}'))` : undefined)
    ?? (variable ? of(variable) : undefined)
    ?? (volume && `the files of volume ${nameInFix(volume.sourceVolume ?? '')}, which is mounted at ${volume.containerPath}`);
  return place === undefined ? undefined : { place, line: number };
}
