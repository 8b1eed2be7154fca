import { CauseId } from '../../src/contract';
import { BY_HANDLER_CODE, CHECK_TEXTS, ENDING_CAUSES, REGISTRATION, TARGET_TEXTS, TARGETS } from '../../src/diagnosis/classify';
import { AWS_TEXTS } from '../../src/diagnosis/classify/aws-texts';
import { LOG_TEXTS } from '../../src/diagnosis/classify/log-texts';
import { LATER, Row, Section } from '../../src/diagnosis/classify/table';

const ROOM = 'src/diagnosis/classify';

const causesOf = (rows: readonly Row[]) => rows.flatMap(([cause]) => (cause === LATER ? [] : cause));

/** Sections of `AWS_TEXTS` that are in target-texts.ts. */
const OF_TARGETS: readonly Section[] = [TARGETS, REGISTRATION];

const TABLES: readonly (readonly [file: string, causes: ReadonlySet<string | undefined>])[] = [
  ['aws-texts.ts', new Set(AWS_TEXTS.filter((section) => !OF_TARGETS.includes(section)).flatMap(({ rows, otherwise }) => [...causesOf(rows), otherwise]))],
  ['aws-cause.ts', new Set(Object.values(BY_HANDLER_CODE))],
  ['log-texts.ts', new Set(LOG_TEXTS.map(([cause]) => cause))],
  ['endings.ts', new Set(ENDING_CAUSES)],
  ['target-texts.ts', new Set([TARGET_TEXTS, CHECK_TEXTS, ...OF_TARGETS.map(({ rows }) => rows)].flatMap(causesOf))],
];

/** The files of `classify` whose tables have a row for the cause. */
export function tablesWith(id: CauseId): readonly string[] {
  return TABLES.filter(([, causes]) => causes.has(id)).map(([file]) => `${ROOM}/${file}`);
}

/** For messages: where a row for a new cause belongs. */
export const ROWS = `${ROOM}/aws-texts.ts (words of AWS), ${ROOM}/log-texts.ts (a line of the container's log) or ${ROOM}/endings.ts (an exit code)`;
