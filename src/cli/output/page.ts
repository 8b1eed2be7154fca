import { constants } from 'fs';
import { access, readlink, realpath, stat, writeFile } from 'fs/promises';
import { basename, dirname, join, resolve } from 'path';
import { renderHtml } from '../../presentation/html';
import { Ended, EXIT, UsageError } from '../exit';
import { deploymentsOf, Report } from '../report';

export async function checkPage(file: string): Promise<void> {
  await checkFile(file, 'the page');
}

/** Throws if both are the same file: the second would overwrite the first. */
export async function checkOutputs({ html, junit }: { readonly html?: string; readonly junit?: string }): Promise<void> {
  if (html && junit && await target(html) === await target(junit)) throw new UsageError('--html and --junit name the same file: name two');
  if (html) await checkPage(html);
  if (junit) await checkFile(junit, 'the JUnit file');
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

/** Throws `UsageError` if the file could not be written: a person should learn that before a watch of hours, not after it. */
export async function checkFile(file: string, what: string): Promise<void> {
  if (file === '-') throw new UsageError(`${what} is written to a file, never to the standard output: name a file`);
  try {
    const known = await stat(file).catch(() => undefined);
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

/** `nothing`: the text of the page if there is no report; `texts`: see `renderHtml`. */
export async function writePage(
  file: string, reports: readonly Report[], nothing: readonly string[] = [], texts: readonly (readonly string[])[] = [],
): Promise<void> {
  const page = renderHtml(deploymentsOf(reports), nothing, texts);
  await writeFile(file, page).catch((error: Error) => {
    throw new Ended(EXIT.couldNotLook, `the page could not be written: ${error.message}`);
  });
}
