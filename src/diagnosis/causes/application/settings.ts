import { ContainerDefinition, Frame } from '../../../facts/model';
import { blankAddress, blankSetting, BlankSetting, definitionOf, isBlank, isPort } from '../../read';
import { nameInFix } from '../../text';

const VARIABLES = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;
/** Codes of errors have the form of a variable. */
const CODE = /^(?:UND_)?(?:ERR|ER|E)_/;

/** `spring.datasource.url` -> `SPRING_DATASOURCE_URL` (Spring Boot, "Binding from environment variables"; MicroProfile Config). */
function relaxed(property: string): string {
  return property.replace(/-/g, '').replace(/[^A-Za-z0-9]/g, '_').toUpperCase();
}

/** Settings that frameworks call by another name than that of the variable which they read. */
const OF_FRAMEWORKS: readonly (readonly [RegExp, string | ((name: string) => string)])[] = [
  // Spring, Micronaut; Quarkus
  [/could not resolve placeholder ['"]?([\w.-]{1,100})/i, relaxed],
  // HOCON names a path of the file, too
  [/\b(?:resolve substitution|unresolved )[^$\n]{0,60}\$\{\??([A-Z]\w{1,100})\}/i, (name) => name],
  [/config property ([\w.-]{1,100}) is required/i, relaxed],
  // Microsoft.Extensions.Configuration: two underscores are the colon of a key
  [/configuration missing value for: ([\w:.-]{2,100})/i, (name) => name.replace(/:/g, '__')],
  [/failed to configure a DataSource: 'url'/i, 'SPRING_DATASOURCE_URL'],
  [/secret_key_base/, 'SECRET_KEY_BASE'],
  [/missing encryption key to decrypt|ask your team for your master key/i, 'RAILS_MASTER_KEY'],
  [/no application encryption key/i, 'APP_KEY'],
  // next-auth 4; Auth.js 5
  [/\bNO_SECRET\b|define a [`'"]?secret[`'"]? in production/i, 'NEXTAUTH_SECRET'],
  [/\bMissingSecret\b/, 'AUTH_SECRET'],
  [/strict hostname resolution configured/i, 'KC_HOSTNAME'],
  // Strapi
  [/missing jwtSecret/i, 'JWT_SECRET'],
  [/missing apiToken\.salt/i, 'API_TOKEN_SALT'],
  [/app keys are required/i, 'APP_KEYS'],
  // images of PostgreSQL
  [/superuser password is not specified/i, 'POSTGRES_PASSWORD'],
  // SDKs of AWS: Go, Java, .NET, JavaScript; botocore has a name of its own
  [/you must specify a region/i, 'AWS_DEFAULT_REGION'],
  [/\bregion is missing\b|missing region|unable to (find|load) a? ?region|no RegionEndpoint/i, 'AWS_REGION'],
];

/**
 * Variables that make loaders and runtimes run other code. Anybody who can make the application log a line could ask for one, so none is
 * recommended (ld.so(8); documentation of Node.js, the JVM, CPython, Ruby, Perl, .NET).
 */
const OF_LOADERS = new RegExp(`^(?:${[
  '(?:LD|DYLD|CORECLR|COR)_', 'NODE_(?:OPTIONS|PATH)$', 'JAVA_TOOL_OPTIONS$', '(?:JDK)?_JAVA_OPTIONS$', 'BASH_ENV',
  'DOTNET_(?:STARTUP|ADDITIONAL)', 'PYTHON(?:PATH|HOME|STARTUP)$', 'PERL5(?:LIB|OPT)$', 'RUBY(?:LIB|OPT)$', 'CLASS_?PATH$',
].join('|')})`);

/** The variable that the line calls missing; undefined: it names none. */
export function variableIn(line: string | undefined): string | undefined {
  const text = line ?? '';
  for (const [words, name] of OF_FRAMEWORKS) {
    const found = words.exec(text);
    if (found) return typeof name === 'string' ? name : unlessOfLoader(name(found[1] ?? ''));
  }
  return unlessOfLoader(text.match(VARIABLES)?.find((one) => !CODE.test(one)));
}

export function unlessOfLoader(name: string | undefined): string | undefined {
  return name && !OF_LOADERS.test(name) ? name : undefined;
}

/** `DD_`: what the names of all variables of the container begin with, if there are several; empty: nothing. */
export function commonPrefix({ environment, secrets }: ContainerDefinition = {}): string {
  const [first = [], ...others] = [...environment ?? [], ...secrets ?? []].map(({ name = '' }) => name.split('_'));
  const end = first.findIndex((word, i) => others.some((other) => other[i] !== word));
  return others.length > 1 && end > 0 ? `${first.slice(0, end).join('_')}_` : '';
}

/** A variable of the task definition with almost this name: letters in another order or case, one too many or too few. */
export function misspelt(definition: ContainerDefinition | undefined, name: string | undefined): string | undefined {
  const given = [...definition?.environment ?? [], ...definition?.secrets ?? []].flatMap((one) => one.name ?? []);
  if (!name || name.length < 4 || given.includes(name)) return undefined;
  return given.find((one) => isAlmost(name, one) || isAlmost(one, name));
}

/** What is at hand for a variable that the program misses, although the task definition does not have it for this container. */
export function atHand(frame: Frame, container: string | undefined, wanted: string | undefined): Dropped | undefined {
  if (!wanted) return undefined;
  const namesOf = ({ environment, secrets }: ContainerDefinition) => (
    [...environment ?? [], ...secrets ?? []].flatMap((one) => one.name ?? []));
  const definition = definitionOf(frame, container);
  const given = definition ? namesOf(definition) : [];
  if (given.includes(wanted)) return undefined;
  const to = `addContainer('${container}', ...)`;
  const almost = misspelt(definition, wanted);
  if (almost) return { fact: `the task definition has ${almost}`, fix: `rename ${nameInFix(almost)} to ${wanted} in ${to}` };
  // `DB_PASSWORD_FILE` names a file, where the image knows that form; a framework takes its own variables by a prefix
  const other = given.find((one) => one === `${wanted}_FILE` || (wanted.includes('_') && one.endsWith(`_${wanted}`))
    || (one.includes('_') && wanted.endsWith(`_${one}`)));
  if (other) {
    return {
      fact: `the task definition has ${other}, and the program asks for ${wanted}`,
      fix: `pass the value of ${nameInFix(other)} as ${wanted} in ${to}`,
    };
  }
  const holder = frame.taskDefinition?.containerDefinitions?.find((one) => one.name !== container && namesOf(one).includes(wanted))?.name;
  return holder === undefined ? undefined : {
    fact: `container "${holder}" has ${wanted}, this one does not: containers of a task do not share their variables`,
    fix: `give ${wanted} to ${to}, too`,
  };
}

function isAlmost(long: string, short: string): boolean {
  const plain = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const sorted = (text: string) => [...plain(text)].sort().join('');
  if (sorted(long) === sorted(short)) return true;
  if (long.length !== short.length + 1 || /\d$/.test(long)) return false;
  return [...long].some((_sign, i) => long.slice(0, i) + long.slice(i + 1) === short);
}

/** An address or a port was put together of a value that is not there. */
export function blankFact(frame: Frame, container: string | undefined, line = ''): string | undefined {
  if (!isBlank(line)) return undefined;
  const found = blankSetting(frame, container, line);
  if (found) return WHY_BLANK[found.why](found.name);
  return `the program makes the ${isPort(line) ? 'port' : 'address'} of a setting that is not there`;
}

const WHY_BLANK: { readonly [why in BlankSetting['why']]: (name: string) => string } = {
  empty: (name) => `${name} is in the task definition, but empty`,
  removed: (name) => `the task definition before had ${name}, this one does not`,
  command: (name) => `the start command reads $${name}, and the task definition does not have it`,
};

export function blankFix(frame: Frame, container: string | undefined, line = ''): string | undefined {
  if (!isBlank(line)) return undefined;
  const to = `under environment (or secrets) in addContainer('${container}', ...)`;
  const found = blankSetting(frame, container, line);
  if (found) return `set ${found.name} ${to}`;
  const address = blankAddress(line);
  const what = isPort(line) ? 'port (often PORT)' : 'address';
  return address
    ? `set the variable of which the program makes ${address} ${to}; if it is set, the program reads another name or a file that the image`
      + ' lacks'
    : `set the variable of which the program makes this ${what} ${to}`;
}

/** Something between ECS and the program that takes variables away. */
interface Dropped {
  readonly fact: string;
  readonly fix: string;
}

const FPM = /\bphp\S{0,16}-?fpm\b|\bfpm is running\b|\[pool [\w.-]+\]|\bFastCGI sent in stderr\b/i;
/** `su - app -c ...` and `sudo` begin with an environment of their own; so does cron. */
const LOGIN = new RegExp(String.raw`(?:^|[\s;&|"'])(su (?:-|-l|--login)(?= )|sudo (?!(?:-\S+ (?:\w+ )?){0,3}-\w*E|--preserve-env))`
  + String.raw`|(?:^|/|\s-l?c )(crond?)(?![\w.-])`);

/**
 * undefined: nothing of the kind can be seen.
 * @param log lines of the container
 * @param what the variables that the program did not get
 */
export function droppedEnvironment(frame: Frame, name: string | undefined, log: readonly string[], what: string): Dropped | undefined {
  const definition = definitionOf(frame, name);
  const start = [...definition?.entryPoint ?? [], ...definition?.command ?? []].join(' ');
  const texts = [definition?.image ?? '', start, ...log];
  if (texts.some((text) => FPM.test(text))) {
    return {
      fact: 'php-fpm takes all variables away from PHP unless its pool has clear_env = no',
      fix: `let PHP see ${what}: clear_env = no (or env[NAME] = $NAME) in the pool of php-fpm (www.conf) in the image`,
    };
  }
  const by = LOGIN.exec(start)?.slice(1).find(Boolean)?.trim();
  return by === undefined ? undefined : {
    fact: `${by} in the start command begins with an environment of its own`,
    fix: `let the program see ${what}: start it without ${by} (user in addContainer('${name}', ...)), or pass the environment on`
      + ' (sudo -E, su -m)',
  };
}
