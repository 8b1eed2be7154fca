/** Builds a recording around every text of texts.jsonl and more-texts.jsonl. */
import { readFileSync } from 'fs';
import { join } from 'path';
import { Example } from './example';
import { buildFrame } from './frame';
import { Recording } from '../../src/facts/model';

/** A line of texts.jsonl or more-texts.jsonl. */
export interface Row extends Omit<Example, 'name' | 'not'> {
  readonly id: string;
  /** What the text, with exit code and stop code, supports on its own. */
  readonly cause: string;
  readonly grade: 'certain' | 'probable' | 'symptom';
  readonly also?: readonly string[];
}

export interface CatalogueEntry {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly retry: string;
  readonly symptomOnly: boolean;
  readonly waiting: boolean;
  readonly acceptable: readonly string[];
  readonly sourced: boolean;
}

export interface Expectation {
  readonly cause: string;
  readonly acceptable: readonly string[];
  /** The container to blame; null where the fault lies in none. */
  readonly container: string | null;
  /** Containers that must not be blamed. */
  readonly innocent: readonly string[];
  readonly grade: string;
}

export interface Built {
  readonly name: string;
  readonly row: Row;
  readonly recording: Recording;
  readonly expect: Expectation;
}

export const rows: readonly Row[] = ['texts.jsonl', 'more-texts.jsonl']
  .flatMap((file) => readFileSync(join(__dirname, file), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row));
export const catalogue = JSON.parse(readFileSync(join(__dirname, 'catalogue.json'), 'utf8')) as readonly CatalogueEntry[];

export function build(row: Row, sidecar = false): Built {
  const entry = catalogue.find((c) => c.id === row.cause);
  if (!entry) throw new Error(`row ${row.id}: no cause ${row.cause}`);
  const { frame, blame, innocent } = buildFrame({ ...row, name: row.id }, { healthy: row.cause === 'not-a-failure', sidecar });
  const source = `${row.source} (the text; its surroundings are constructed)`;
  const acceptable = [...new Set([...entry.acceptable, ...(row.also ?? [])])];
  return {
    name: sidecar ? `${row.id}--sidecar` : row.id,
    row,
    recording: { recording: 1, provenance: { source, kind: 'constructed', date: '2026-11-23' }, frames: [frame] },
    expect: { cause: row.cause, acceptable, container: blame, innocent, grade: row.grade },
  };
}

/** Every row, and each row about a task once more with an innocent container that stopped after the culprit. */
export function buildAll(): readonly Built[] {
  return rows.flatMap((row) => {
    const plain = build(row);
    const inTask = row.kind === 'stoppedReason' || row.kind === 'containerReason';
    const twin = inTask && row.cause !== 'not-a-failure' && (plain.recording.frames[0].tasks?.[0]?.containers?.length ?? 0) > 0;
    return twin ? [plain, build(row, true)] : [plain];
  });
}
