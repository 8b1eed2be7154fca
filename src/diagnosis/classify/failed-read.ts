import { CauseId } from '../../contract';
import { Certainty } from '../model';
import { LogError } from '../read';

/** A start script or a client of AWS could not read settings, went on without them, and the program ended for want of them. */
export interface FailedRead {
  readonly cause: CauseId;
  readonly certainty: Certainty;
  /** The first call that failed. */
  readonly line: string;
  /** Its place in the log. */
  readonly at: number;
  /** All calls that failed in this way, oldest first. */
  readonly calls: readonly string[];
  /** The line that ended the program. */
  readonly then: string;
}

/** Calls that bring settings, as IAM, the SDKs and the AWS CLI name them. */
const READS = /\b(?:Get(?:Parameters?(?:ByPath|History)?|SecretValue|Object|Configuration|LatestConfiguration)|BatchGetSecretValue|Decrypt|HeadObject|HeadBucket|ListObjects(?:V2)?|ListBucket|DescribeSecret|DescribeParameters|AssumeRole)\b|\b(?:ssm|secretsmanager|kms|appconfig(?:data)?):\w+/;
/** Their endpoints, where no call is named. */
const ENDPOINT = /\b(?:ssm|secretsmanager|kms|appconfig(?:data)?|sts|s3)[.-][\w.-]{0,80}amazonaws\.com/i;

const FAILURES: readonly (readonly [cause: CauseId, words: RegExp, about: RegExp])[] = [
  ['app-dependency-auth', /is not authorized to perform|\((?:AccessDenied\w*|Forbidden|403|Unauthorized\w*|UnrecognizedClient\w*|InvalidClientTokenId|ExpiredToken\w*|SignatureDoesNotMatch|InvalidSignature\w*)\) when calling|\bAccessDenied(?:Exception)?\b/, READS],
  ['app-dependency-auth', /unable to locate credentials|could not load credentials|no valid providers in chain|no EC2 IMDS role found/i, /./],
  ['app-dependency-unreachable', /could not connect to the endpoint url|connect timeout on endpoint url|read timeout on endpoint url|dial tcp|ENOTFOUND|ETIMEDOUT|ECONNREFUSED/i, ENDPOINT],
  ['app-config-missing', /\((?:ParameterNotFound|ResourceNotFoundException|NoSuchKey|404|NoSuchBucket)\) when calling/, READS],
];

/** Causes of a program that has not got a setting or a file. Those of a program that got something else are left alone. */
const FOLLOW: ReadonlySet<CauseId> = new Set([
  'app-config-missing', 'app-config-invalid', 'app-module-missing', 'app-dependency-auth', 'app-dependency-unreachable',
]);
/** The line reports something empty or absent. */
const NOTHING = /KeyError|\b(?:undefined|null|none(?:type)?|nil|empty|blank|missing|unset|unbound|required)\b|not (?:be )?(?:set|found|defined|provided|empty|blank)|no (?:such file|module named)|must (?:be|not|have|specify)|unexpected end|expecting value|''|""|using password: NO|no password supplied/i;
const NAME = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|(?<=['"`])[\w.-]{4,60}(?=['"`])/g;
/** A file that the line misses: its name without folders. */
const FILE = /[\w-]{2,60}\.[a-z]{2,6}\b/gi;
const MOST_LINES = 300;

/**
 * The calls that failed before the line that ended the program, if that line names what they should have brought.
 * @param lines every line, oldest first
 * @param last the line that ended the program
 * @param cause of that line; undefined: no row claims it
 * @param given names of variables that the task definition sets: no call has to bring them
 */
export function failedRead(
  lines: readonly LogError[], last: LogError, cause: CauseId | undefined, given: ReadonlySet<string>,
): FailedRead | undefined {
  if (cause !== undefined && !FOLLOW.has(cause)) return undefined;
  if (failureOf(last.text) || !(cause === 'app-config-missing' || NOTHING.test(last.text))) return undefined;
  const failed = lines.filter(({ index, text }) => index < last.index && failureOf(text)).slice(-MOST_LINES);
  const [first] = failed;
  if (!first) return undefined;
  const found = failureOf(first.text);
  const calls = failed.map(({ text }) => text).filter((text) => failureOf(text) === found);
  const missing = [...last.text.matchAll(NAME), ...last.text.matchAll(FILE)].map(([name]) => name);
  const isNamed = missing.some((name) => calls.some((call) => plain(call).includes(plain(name))));
  if (!isNamed && (cause === 'app-module-missing' || missing.some((name) => given.has(name)))) return undefined;
  return found && { cause: found, certainty: isNamed ? 'certain' : 'probable', line: first.text, at: first.index, calls, then: last.text };
}

function failureOf(text: string): CauseId | undefined {
  return FAILURES.find(([, words, about]) => words.test(text) && about.test(text))?.[0];
}

/** `DB_HOST`, `db-host` and `/app/db/host` are one name. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
