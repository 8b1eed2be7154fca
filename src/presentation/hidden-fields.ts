/** Details of a lifecycle hook (Amazon ECS API Reference, DeploymentLifecycleHook). */
export const ANY_JSON = 'hookDetails';

/**
 * Members of a frame whose values are left out of a recording unless `record --keep` names them: people write there what they like, and
 * the name of such a value says little about it. Of the values, a diagnosis needs only those of `NEEDED`.
 */
export const HIDDEN: ReadonlySet<string> = new Set([
  'environment',
  // of a log driver, and of FireLens; of a Docker volume
  'options', 'driverOpts',
  // the file of an account of Active Directory, or what somebody took for it
  'dockerSecurityOptions',
  'dockerLabels', 'labels', 'tags', 'Tags',
  ANY_JSON,
  // of the proxy of App Mesh
  'properties',
  // of the kernel, by namespace; of the instance that a task runs on; of attachments
  'systemControls', 'attributes', 'details',
]);

/** Options of log drivers that are shown. */
const NEEDED: ReadonlySet<string> = new Set([
  // where the log is, and why it cannot be written: the group, the Region and the right to create it
  'awslogs-group', 'awslogs-region', 'awslogs-stream-prefix', 'awslogs-create-group',
  // FireLens: the output, what it matches, its Region (AWS for Fluent Bit names it in lower case)
  'Name', 'Match', 'region', 'enable-ecs-log-metadata', 'config-file-type',
  // how a driver behaves when it cannot deliver: it can block the container
  'mode', 'max-buffer-size', 'log-driver-buffer-limit', 'fluentd-async', 'fluentd-async-connect',
]);

/** Values that identify nobody: numbers, switches, names of stages. */
const HARMLESS = /^(\d{1,6}|true|false|on|off|yes|no|production|development|staging|test|debug|info|warn|error|0\.0\.0\.0|127\.0\.0\.1|localhost)$/i;

/** Lists of the words of a command: of a container, and of its health check. */
export const COMMANDS: ReadonlySet<string> = new Set(['command', 'entryPoint']);

/**
 * Words of a command that are shown. Any other one can be a secret that a program takes by its place (`./run hunter2-S3cr3t`), of which
 * nothing but the program knows the meaning.
 */
const SHOWN_WORDS: readonly RegExp[] = [
  // options, which the redaction judges by their names; lines for a shell, which it reads as commands
  /^-/, /\s/,
  // a class: `uvicorn.workers.UvicornWorker`
  /^[a-z_]+(?:\.[A-Za-z_]+)+$/,
  // words of the language: `start`, `runserver`, `db:migrate`, `main:app`, `NAME=value`, which is judged by its name, `$PORT`
  /^[a-z]+(?:[._:-][a-z]+)*$/, /^[A-Z][A-Z_]*=/i, /^\$\{?\w+\}?$/, /^(?:CMD|CMD-SHELL|NONE)$/,
  // programs with their version
  /^(?:python|pypy|pip|php|php-fpm|node|ruby|perl|java|psql)\d[\d.]*$/,
  // paths, files of programs, addresses
  /^(?:~|\.{0,2})\/[\w./@+~-]*$/, /^[\w.-]+\.(?:[cm]?[jt]sx?|py|rb|php|pl|jar|war|sh|go|dll|exe|conf|cfg|ini|ya?ml|json|toml|xml|properties)$/,
  /^[a-z][a-z0-9+.-]*:\/\//i, /^(?:[\w.-]+|\[[0-9a-f:]+\])?:\d{2,5}$/i, /^\d{1,6}(?:\.\d{1,6}){0,3}[a-z%]{0,2}$/i,
];

export function isShownWord(word: string): boolean {
  return word === '' || HARMLESS.test(word) || SHOWN_WORDS.some((form) => form.test(word));
}

/** Of a line for a shell: addresses stay but for their queries, and so do ARNs. */
const CHUNK = /\S+/g;
const HEAD_OF_ADDRESS = /^[^?]*(?:\/\/|arn:)[^?]*/;
/** In a name there is a number at its end, or a short one inside. A file or a host, an identifier and the name of an option are others. */
const WORD = /[^\s"'`;|&()<>=,:?\\[\]{}]+/g;
const IS_NAME = /=[^=\s]/y;
const KNOWN_FORM = /\/|^[\da-f-]+$|^[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})*\.[a-z]{2,24}$|[\dA-F]{8}$|^v?\d+\.\d|-[A-Za-z\d]{12,13}$/;
const LEAST_LENGTH = 8;
/** Places where a letter is beside a digit: of a word with letters of both cases, and of another one. */
const LEAST_PLACES = { mixed: 3, other: 5 };

/** A word of a command as it is shown: without what looks random, though neither a name nor a shape says that it is a secret. */
export function withoutRandom(text: string, mask: string): string {
  return text.replace(CHUNK, (chunk) => {
    const [head] = HEAD_OF_ADDRESS.exec(chunk) ?? [''];
    return head + chunk.slice(head.length).replace(WORD, (word, at: number, rest: string) => {
      const [dashes] = /^-*/.exec(word) ?? [''];
      IS_NAME.lastIndex = at + word.length;
      return !IS_NAME.test(rest) && isRandomWord(word.slice(dashes.length)) ? dashes + mask : word;
    });
  });
}

function isRandomWord(word: string): boolean {
  if (word.length < LEAST_LENGTH || KNOWN_FORM.test(word)) return false;
  const places = word.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0;
  return places >= (/[a-z]/.test(word) && /[A-Z]/.test(word) ? LEAST_PLACES.mixed : LEAST_PLACES.other);
}

/** What else is shown, by member. */
const SHOWN: { readonly [field: string]: ((name: string, value: string) => boolean) | undefined } = {
  options: (name) => NEEDED.has(name),
  // `1024 65535`
  systemControls: (_, value) => /^[\d\s]+$/.test(value),
  // those of AWS; others are of the person who made the instance
  attributes: (name) => name.startsWith('ecs.'),
  // why AWS cannot attach it, and to which target the task belongs
  details: (name) => (
    /reason$|^(?:subnetId|networkInterfaceId|privateIPv[46]Address|privateDnsName|volumeId|containerName)$/i.test(name)),
};

/** @param field the member of `HIDDEN` that the value is in */
export function isShown(field: string, name: string, value: string): boolean {
  return value === '' || HARMLESS.test(value) || Boolean(SHOWN[field]?.(name, value));
}
