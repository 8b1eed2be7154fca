import { CauseId } from '../../src/contract';
import { BY_HANDLER_CODE, ENDING_CAUSES } from '../../src/diagnosis/classify';
import { AWS_TEXTS, CHECK_TEXTS, TARGET_TEXTS } from '../../src/diagnosis/classify/aws-texts';
import { LOG_TEXTS } from '../../src/diagnosis/classify/log-texts';
import { LATER, Row } from '../../src/diagnosis/classify/table';

const ROOM = 'src/diagnosis/classify';

const causesOf = (rows: readonly Row[]) => rows.flatMap(([cause]) => (cause === LATER ? [] : cause));

const TABLES: readonly (readonly [file: string, causes: ReadonlySet<string | undefined>])[] = [
  ['aws-texts.ts', new Set([...AWS_TEXTS.flatMap(({ rows, otherwise }) => [...causesOf(rows), otherwise]), ...causesOf(TARGET_TEXTS), ...causesOf(CHECK_TEXTS)])],
  ['aws-cause.ts', new Set(Object.values(BY_HANDLER_CODE))],
  ['log-texts.ts', new Set(LOG_TEXTS.map(([cause]) => cause))],
  ['endings.ts', new Set(ENDING_CAUSES)],
];

/** The files of `classify` whose tables have a row for the cause. */
export function tablesWith(id: CauseId): readonly string[] {
  return TABLES.filter(([, causes]) => causes.has(id)).map(([file]) => `${ROOM}/${file}`);
}

/** For messages: where a row for a new cause belongs. */
export const ROWS = `${ROOM}/aws-texts.ts (words of AWS), ${ROOM}/log-texts.ts (a line of the container's log) or ${ROOM}/endings.ts (an exit code)`;
