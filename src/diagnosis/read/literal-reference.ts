import { definitionOf } from './containers';
import { Frame } from '../../facts/model';

/** A variable in `environment` whose value is the place where its value is stored. */
export interface LiteralReference {
  readonly name: string;
  /** `the ARN of a secret`, `the ARN of a parameter`, `the name of a parameter`. */
  readonly what: string;
  readonly isSecret: boolean;
}

const SECRET_ARN = /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:\S+$/;
const PARAMETER_ARN = /^arn:[\w-]+:ssm:[\w-]*:\d{12}:parameter\/\S+$/;
/** A path that is no usual folder of an image. */
const PARAMETER_PATH = /^\/(?!(?:app|bin|data|dev|etc|home|mnt|opt|proc|root|run|srv|sys|tmp|usr|var)\b)[\w.-]+(?:\/[\w.-]+)+$/;
const BARE_NAME = /^[\w./-]{1,200}$/;
/** Variables that take a whole file, such as AOT_CONFIG_CONTENT of the ADOT collector: a name is never its content. */
const OF_CONTENT = /(?:^|_)CONFIG_(?:CONTENT|YAML|JSON)$|_CONTENT$/;
/** Applications that read the secret themselves take its ARN or name in such variables. */
const WANTS_REFERENCE = /(?:ARN|_ID|_REF|_NAME|_PATH|_PREFIX|_PARAM|_PARAMETER)$/i;

const OF_CREDENTIALS = /(?:PASS(?:WORD|WD)?|PWD|TOKEN|API_?KEY)$/i;
const OF_ADDRESS = /UR[IL]|DSN|CONN/i;
const NO_ADDRESS = /\b(?:ur[il]|dsn|connection string|initiali[sz]ation string)\b/i;
/** An ARN is no JSON from its first letter on. */
const NOT_JSON = /Unexpected token '?a\b|invalid character 'a' looking for/;
const NOT_CONTENT = /\b(?:ya?ml|json|toml|xml|unmarshal|pars(?:e|er|ing)|decod(?:e|ing)|config\w*)\b/i;
const ARN_BEGINS = 'arn:aws';

/**
 * The variable that the line is about, or whose value explains it.
 * @param kind what the line is about: a `setting` that the application refuses, `credentials` that are refused, or something else (`other`)
 */
export function literalReference(
  frame: Frame, container: string | undefined, line: string | undefined, kind: 'setting' | 'credentials' | 'other',
): LiteralReference | undefined {
  const text = line ?? '';
  const candidates = (definitionOf(frame, container)?.environment ?? []).flatMap(({ name, value }) => {
    const what = name && value ? whatIs(name, value) : undefined;
    return name && value && what ? [{ name, value, what }] : [];
  });
  const found = candidates.find(({ name, value }) => hasWord(text, name) || shows(text, value))
    ?? candidates.find(({ name, what }) => {
      // A path may be one of a file or of a URL: only a line about it proves that it is a parameter.
      if (what === NAME) return kind === 'setting' && OF_CONTENT.test(name) && NOT_CONTENT.test(text);
      if (kind === 'credentials') return OF_CREDENTIALS.test(name);
      return NOT_JSON.test(text) || (kind === 'setting' && OF_ADDRESS.test(name) && NO_ADDRESS.test(text));
    });
  return found && { name: found.name, what: found.what, isSecret: found.what === ARN_OF_SECRET };
}

function hasWord(text: string, name: string): boolean {
  return text.split(/\W+/).includes(name);
}

const ARN_OF_SECRET = 'the ARN of a secret';
const NAME = 'the name of a parameter';

function whatIs(name: string, value: string): string | undefined {
  if (OF_CONTENT.test(name) && BARE_NAME.test(value)) return NAME;
  if (WANTS_REFERENCE.test(name)) return undefined;
  if (SECRET_ARN.test(value)) return ARN_OF_SECRET;
  if (PARAMETER_ARN.test(value)) return 'the ARN of a parameter';
  return PARAMETER_PATH.test(value) ? NAME : undefined;
}

/** The line has the value or, as parsers shorten it, its beginning. */
function shows(text: string, value: string): boolean {
  return text.includes(value) || (value.startsWith(ARN_BEGINS) && text.includes(ARN_BEGINS) && !/\bis not authorized\b/.test(text));
}
