import { definitionOf } from './containers';
import { namedPlace } from './named-place';
import { Frame } from '../../facts/model';
import { Seen } from '../model';
import { alternatives, nameInFix } from '../text';

/** What a program says about one of its settings. */
interface NamedKey {
  readonly key: string;
  readonly fault: 'unknown' | 'missing' | 'wrong';
}

const NAME = String.raw`(["'\`]{0,2}[\w.:[\]>/-]{2,100}["'\`]?)`;
const KIND = '(?:key|field|option|property|setting|parameter|(?:sub)?directive|variable|(?:\\w+ )?type)s?';

// Viper, serde, Jackson, Caddy, mapstructure, protobuf, yaml.v3, Airlift, Elixir, Poco, Backstage, Laravel
const KEYS: readonly (readonly [RegExp, NamedKey['fault']])[] = [
  [alternatives(
    String.raw`\b(?:unknown|unrecogni[sz]ed|invalid) ${KIND}(?: at)?:? ${NAME}`,
    String.raw`\bfield ${NAME} not found in type|\b(\w+): Cannot find field`,
  ), 'unknown'],
  [alternatives(
    String.raw`\b(?:key|not found:|KeyError:) ${NAME}(?: not found|$| \()|\bmissing (?:required )?${KIND}:? ${NAME}`,
    String.raw`${NAME} (?:is|are|was) (?:not (?:set|defined|configured|provided)|required|missing|empty)\b(?! the)`,
  ), 'missing'],
  [alternatives(String.raw`\b(?:for key|value at|config_key\S{0,3}=|env var) ?${NAME}`), 'wrong'],
];
/** Bare, a name is no word of a sentence: `docker.cache`, `request>uri`, `maxRetries`; nor is it a class, a file or a version. */
const IS_KEY = /^(?!\d|.*(?:\/|Error\b|Exception\b|\.(?:go|rs|py|rb|[cm]?js|ts|java|so|com)$))(?:["'`]|.*(?:\w[._:>[]\w|[a-z][A-Z]|[a-z]\d))/;

/** The setting that a line is about. undefined: it names none. */
export function keyIn(line: string): NamedKey | undefined {
  for (const [pattern, fault] of KEYS) {
    const [, ...found] = pattern.exec(line) ?? [];
    const name = found.find(Boolean) ?? '';
    const key = name.replace(/^["'`:]+|["'`.:>-]+$/g, '');
    if (key.length > 2 && (IS_KEY.test(name) || /not found in type|find field/.test(line))) return { key, fault };
  }
  return undefined;
}

const FILE = /(?<![\w./-])([\w.@/+-]{0,200}(?:\.(?:ya?ml|json|toml|conf|cfg|ini|xml)|\/Caddyfile))(?![\w/-]|\.\w)(?:["']?:(\d{1,6}))?/;

/** Where a program has the configuration of which a line speaks: a file and the line in it, or what the task definition has. */
export function configurationIn(frame: Frame, container: string | undefined, text: string, seen?: Seen): string | undefined {
  const [, file, line] = FILE.exec(text) ?? [];
  if (file) return (line ? `line ${line} of ` : '') + nameInFix(file);
  const { environment = [], secrets = [] } = definitionOf(frame, container) ?? {};
  const variable = [...environment, ...secrets].find(({ name = '' }) => /CONF(?:IG)?(?:_|$)/.test(name))?.name;
  return namedPlace(frame, container, text, seen)?.replace(/, which has.*/, '')
    ?? (variable && `${nameInFix(variable)} of addContainer('${container}')`);
}
