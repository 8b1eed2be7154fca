import { writeFile } from 'fs/promises';
import { junitResult } from '../../presentation/junit';
import { JunitCase, junitXml } from '../../presentation/junit-xml';
import { Ended, EXIT } from '../exit';
import { named, Report } from '../report';

/** @param at when the command began, ISO 8601 */
export async function writeJunit(file: string, cases: readonly JunitCase[], at: string): Promise<void> {
  await writeFile(file, junitXml(cases, at)).catch((error: Error) => {
    throw new Ended(EXIT.couldNotLook, `the JUnit file could not be written: ${error.message}`);
  });
}

/** `{cluster, service}` or `{stack, logicalId}`: suite and case. A deployment that another one has replaced is no case. */
export function caseOf(report: Report, more: Partial<JunitCase> = {}): JunitCase {
  const [suite = '', name = suite] = Object.values(report.name);
  const { diagnosis, context, recovered } = named(report);
  return { suite, name, result: junitResult(diagnosis, context, recovered), ...more };
}
