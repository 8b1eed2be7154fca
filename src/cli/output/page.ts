import { constants } from 'fs';
import { access, stat, writeFile } from 'fs/promises';
import { dirname } from 'path';
import { renderHtml } from '../../presentation/html';
import { Ended, EXIT } from '../exit';
import { deploymentsOf, Report } from '../report';

export async function checkPage(file: string): Promise<void> {
  await checkFile(file, 'the page');
}

/** Throws `Ended` if the file could not be written: a person should learn that before a watch of hours, not after it. */
export async function checkFile(file: string, what: string): Promise<void> {
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
