import { constants, fstatSync, Stats } from 'fs';
import { access, readlink, realpath, stat } from 'fs/promises';
import { basename, dirname, join, resolve, sep } from 'path';
import { UsageError } from '../exit';

interface Outputs {
  readonly html?: string;
  readonly junit?: string;
  readonly validationReport?: string;
  /** A folder. */
  readonly record?: string;
}

/** Throws if one would overwrite another, or be in the place of its folder. */
export async function checkOutputs({ html, junit, validationReport: report, record }: Outputs): Promise<void> {
  if (report && junit && await target(report) === await target(junit)) {
    throw new UsageError('--validation-report and --junit name the same file: name two');
  }
  if (html && junit && await target(html) === await target(junit)) throw new UsageError('--html and --junit name the same file: name two');
  if (record && html) await checkBeside(html, '--html', record);
  if (record && junit) await checkBeside(junit, '--junit', record);
  if (html) await checkFile(html, 'the page');
  if (junit) await checkFile(junit, 'the JUnit file');
  if (report) await checkFile(report, 'the validation report');
}

export const RECORDING_SUFFIX = '.recording.json';

/** The folder is made before the file is written. Which recordings it will hold is not known yet, only how they are called. */
async function checkBeside(given: string, option: string, record: string): Promise<void> {
  const [file, folder] = [await target(given), await target(record)];
  if (file === folder) throw new UsageError(`${option} and --record name the same file: name two`);
  if (folder.startsWith(file + sep)) throw new UsageError(`${option} names a folder of --record: ${given}`);
  const isCalledAlike = dirname(file) === folder && file.endsWith(RECORDING_SUFFIX);
  if (isCalledAlike) throw new UsageError(`${option} has the name of a recording of --record: ${given}`);
}

/** Links that lead to each other have no end. */
const MOST_LINKS = 40;

/** The file that is written, behind all links. It need not exist. */
async function target(file: string, links = MOST_LINKS): Promise<string> {
  const path = resolve(file);
  const known = await realpath(path).catch(() => undefined);
  if (known !== undefined || dirname(path) === path) return known ?? path;
  const link = links > 0 ? await readlink(path).catch(() => undefined) : undefined;
  if (link !== undefined) return target(resolve(dirname(path), link), links - 1);
  return join(await target(dirname(path), links), basename(path));
}

/** The standard output or standard error, by its number, if the file is one of them under another name. */
async function standardStream(file: string, known: Stats | undefined): Promise<1 | 2 | undefined> {
  const named = await namedStream(file);
  if (named || !known?.isFile()) return named;
  return ([1, 2] as const).find((fd) => {
    const { dev, ino } = fstatSync(fd);
    return dev === known.dev && ino === known.ino;
  });
}

/** `/dev/stdout`, `/proc/self/fd/1` and what leads to them: a name that the file behind it does not show if it is a pipe. */
async function namedStream(file: string, links = MOST_LINKS): Promise<1 | 2 | undefined> {
  const path = resolve(file);
  const folder = await realpath(dirname(path)).catch(() => undefined);
  if (folder === undefined) return undefined;
  const whole = join(folder, basename(path));
  const own = whole.replace(new RegExp(`^/proc/${process.pid}(/task/\\d+)?/fd/`), '/dev/fd/');
  if (/^\/dev\/(fd\/1|stdout)$/.test(own)) return 1;
  if (/^\/dev\/(fd\/2|stderr)$/.test(own)) return 2;
  const link = links > 0 ? await readlink(whole).catch(() => undefined) : undefined;
  return link === undefined ? undefined : namedStream(resolve(folder, link), links - 1);
}

/** Throws `UsageError` if the file could not be written: a person should learn that before a watch of hours, not after it. */
export async function checkFile(file: string, what: string): Promise<void> {
  const known = await stat(file).catch(() => undefined);
  const stream = file === '-' ? 1 : await standardStream(file, known);
  if (stream) throw new UsageError(`${what} is written to a file, never to the standard ${stream === 1 ? 'output' : 'error'}: name a file`);
  try {
    if (!known) await checkAbsent(file);
    if (known?.isDirectory()) throw new Error(`${file} is a folder`);
    // Without a reader, writing waits for ever. `>(command)` of a shell has one.
    if (known?.isFIFO() && !/^\/(dev|proc\/self)\/fd\//.test(file)) throw new Error(`${file} is a pipe`);
    // Nothing can be made in /proc, whatever its permissions say.
    const path = await target(file);
    if (!known && /^\/(proc|sys)\//.test(path)) throw new Error(`${file} is in a folder of the kernel`);
    await access(known ? file : dirname(path), constants.W_OK);
  } catch (error) {
    throw new UsageError(`${what} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A file that is not there can be made. A name that is too long and links in a circle can never be one. */
async function checkAbsent(file: string): Promise<void> {
  await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
