import { writeFile } from 'fs/promises';
import { renderHtml } from '../../presentation/html';
import { Ended, EXIT } from '../exit';
import { deploymentsOf, Report } from '../report';

/** `nothing`: the text of the page if there is no report; `texts`: see `renderHtml`. */
export async function writePage(
  file: string, reports: readonly Report[], nothing: readonly string[] = [], texts: readonly (readonly string[])[] = [],
): Promise<void> {
  const page = renderHtml(deploymentsOf(reports), nothing, texts);
  await writeFile(file, page).catch((error: Error) => {
    throw new Ended(EXIT.couldNotLook, `the page could not be written: ${error.message}`);
  });
}
