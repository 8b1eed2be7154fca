import { Known, orBack, Remedy, Row } from './remedy';
import { launchTypeOf } from '../read';
import { alternatives, nameInFix, names, quotedInFix } from '../text';

/*
 * Words of a program about a value that stands in the task definition, in another form: a path is put together of it, an option is written
 * with other signs. The value is shown only where the line itself has it.
 */

/** A file that the program was told to read, by the end of its path. */
function ofPath([, quoted, bare = quoted]: RegExpExecArray, { definition, name }: Known): string | undefined {
  const { environment = [], command = [] } = definition ?? {};
  const path = bare ?? '';
  const isEnd = (value = '') => /[./]/.test(value) && value.length > 3 && `/${path}`.endsWith(`/${value.replace(/^(?:\.?\/)+/, '')}`);
  const variable = environment.find(({ value }) => isEnd(value))?.name;
  const argument = command.slice(1).find((word) => isEnd(word.replace(/^.*=/, '')));
  const place = variable ? `${nameInFix(variable)} under environment` : argument && `${nameInFix(argument)} in command`;
  return place && `correct ${place} of addContainer('${name}', ...) to where the image has this file, or let the build put it there`;
}

/** `/prod/shop/DB_HOST` where a name of one part belongs. */
function ofParameter([, path]: RegExpExecArray, { definition }: Known): Remedy | undefined {
  const from = (definition?.environment ?? []).filter(({ value = '' }) => value.length > 9 && path.includes(value))
    .map((one) => one.name);
  return !from.length ? undefined : {
    facts: [`this is the name of a parameter (SSM), with the values of ${from.join(' and ')}`],
    fix: `pass the value of this parameter and not its name: secrets: { ${nameInFix(path.replace(/^.*\//, ''))}:`
      + ' ecs.Secret.fromSsmParameter(parameter) }, or correct what reads it',
  };
}

/** Programs take - and _ for one another (MySQL Reference Manual, "Specifying Program Options"). */
function ofOption([, option]: RegExpExecArray, known: Known): string | undefined {
  const plain = (text: string) => text.replace(/^-+/, '').split('=')[0].replace(/_/g, '-');
  const given = known.definition?.command?.find((word) => word.startsWith('--') && plain(word) === plain(option));
  return given && `take ${quotedInFix(given)} out of command of addContainer('${known.name}', ...): this version does not know it`
    + orBack(known);
}

/** The name in the line is a variable of the task definition. */
function ofVariables(_match: RegExpExecArray, known: Known): string | undefined {
  const { environment = [], secrets = [] } = known.definition ?? {};
  const said = known.text.split('\n').filter((line) => /deprecated/.test(line)).join('\n');
  const given = [...environment, ...secrets].flatMap(({ name = '' }) => (names(said, name) ? nameInFix(name) : []));
  return given.length
    ? `take ${given.join(' and ')} out of addContainer('${known.name}', ...), and use a configuration file${orBack(known)}` : undefined;
}

function ofLocale(_match: RegExpExecArray, { definition, name }: Known): string | undefined {
  const given = definition?.environment?.filter((one) => /^(?:LANG|LC_\w+)$/.test(one.name ?? '')) ?? [];
  const what = given.map((one) => `${one.name}=${nameInFix(one.value ?? '')}`).join(', ');
  return what && `set C.UTF-8 in place of ${what} in addContainer('${name}', ...), or add this locale to the image`;
}

/** NFS 4.1 has no fallocate (RFC 5661; NFS 4.2 brought ALLOCATE), and Amazon EFS is NFS 4.1. */
function ofShare(_match: RegExpExecArray, { frame, definition }: Known): Remedy | undefined {
  const shares = frame.taskDefinition?.volumes?.filter((one) => one.efsVolumeConfiguration).map((one) => one.name) ?? [];
  const mount = definition?.mountPoints?.find((one) => shares.includes(one.sourceVolume));
  return mount && {
    facts: [`${mount.containerPath} is on EFS, which has no fallocate (error 95)`],
    fix: `keep the database off EFS: an EBS volume at ${mount.containerPath}, or Amazon RDS`,
  };
}

/** The directory that is mounted for it. */
function ofFile(_match: RegExpExecArray, { definition }: Known): string | undefined {
  const mount = definition?.mountPoints?.find(({ containerPath = '' }) => /conf/i.test(containerPath));
  return mount && `put the configuration file onto volume ${nameInFix(mount.sourceVolume ?? '')}, mounted at ${mount.containerPath},`
    + ' under the name that the program looks for; or name it in the variable or option for it';
}

/** Fargate has no metadata of instances (Amazon ECS Developer Guide, "Task metadata"). */
function ofMetadata(_match: RegExpExecArray, { frame }: Known): string | undefined {
  return launchTypeOf(frame) === 'FARGATE'
    ? 'keep the program from asking for instance metadata, which Fargate does not have (Micronaut: MICRONAUT_ENV_DEDUCTION=false)'
    : undefined;
}

export const FACT_ROWS: readonly Row[] = [
  [/No module named ['"](\/[\w./-]{3,200})/, ofParameter],
  [/cannot find module '(\/[\w@./-]{3,200})'|(?:open|stat|read(?:ing)?|load(?:ing)?) (\/[\w@./-]{3,200}): no such file/i, ofPath],
  [/unknown (?:variable|option) ['"]?-{0,2}([\w-]{4,60})/i, ofOption],
  [/^error.{0,60}deprecated|deprecated environment variables? detected/im, ofVariables],
  [/locale.{0,60}(?:not valid|name invalid)|cannot set locale|unsupported locale setting/i, ofLocale],
  [/fallocat.{0,80}(?:error 95|not supported)|preallocating .{0,80}error 95/i, ofShare],
  [/\b(?:panic|fatal|error)\b.{0,40}\bconfig(?:uration)? file (?:was )?(?:not found|missing)\W*$/i, ofFile],
  [alternatives(
    String.raw`\bERR_REQUIRE_ESM\b.{0,80}/node_modules/((?:@[\w.-]+/)?[\w.-]+)`,
    String.raw`require\(\) of ES Module \S{0,160}/node_modules/((?:@[\w.-]+/)?[\w.-]+)`,
  ), ([, one, other = one], known) => (
    `load ${nameInFix(other)} with import(), pin it to its last version for require(), or run Node.js 22.12 or newer${orBack(known)}`)],
];

/** Their words are in lines of a stack. */
export const OF_STACK: readonly Row[] = [[/readMetadataUrl|InstanceMetadata|EC2Metadata|169\.254\.169\.254/, ofMetadata]];
