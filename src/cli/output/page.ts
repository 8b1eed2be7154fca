import { constants } from 'fs';
import { access, stat, writeFile } from 'fs/promises';
import { dirname, resolve } from 'path';
import { renderHtml } from '../../presentation/html';
import { Ended, EXIT, UsageError } from '../exit';
import { deploymentsOf, Report } from '../report';

export async function checkPage(file: string): Promise<void> {
  await checkFile(file, 'the page');
}

/** Throws if both have the same name: the second would overwrite the first. */
export async function checkOutputs({ html, junit }: { readonly html?: string; readonly junit?: string }): Promise<void> {
  if (html && junit && resolve(html) === resolve(junit)) throw new UsageError('--html and --junit name the same file: name two');
  if (html) await checkPage(html);
  if (junit) await checkFile(junit, 'the JUnit file');
}

/** Throws `Ended` if the file could not be written: a person should learn that before a watch of hours, not after it. */
export async function checkFile(file: string, what: string): Promise<void> {
  if (file === '-') throw new UsageError(`${what} is written to a file, never to the standard output: name a file`);
  try {
    const known = await stat(file).catch(() => undefined);
    if (known?.isDirectory()) throw new Error(`${file} is a folder`);
    await access(known ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw new Ended(EXIT.couldNotLook, `${what} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
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
