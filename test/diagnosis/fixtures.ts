import { existsSync, readdirSync, readFileSync } from 'fs';
import { join, relative } from 'path';
import { rules } from '../../src/diagnosis/causes';
import { Rule } from '../../src/diagnosis/model';
import { Frame } from '../../src/facts/model';
import { lastFrame, parseRecording } from '../../src/facts/replay';
import { Example, parseExamples } from '../corpus/example';
import { buildFrame } from '../corpus/frame';

export interface Fixture {
  readonly name: string;
  readonly frame: Frame;
}

/** A text beside those of a cause that must not give it. */
export interface NearbyText extends Fixture {
  readonly text: string;
}

export interface CauseFolder {
  readonly rule: Rule;
  /** Path from the root of the repository, for messages. */
  readonly shortPath: string;
  readonly path: string;
  /** The lines of examples.jsonl in their order, then the recordings by name. */
  readonly fixtures: readonly Fixture[];
  readonly nearby: readonly NearbyText[];
}

const ROOT = join(__dirname, '..', '..');
const CASES = join(ROOT, 'test', 'corpus', 'cases');
export const CAUSES = join(ROOT, 'src', 'diagnosis', 'causes');

function readRecording(path: string): Frame {
  return lastFrame(parseRecording(readFileSync(path, 'utf8'), relative(ROOT, path)));
}

function readCase(name: string, table: string): Frame {
  const path = join(CASES, `${name}.json`);
  if (!existsSync(path)) throw new Error(`${table}: there is no case "${name}": ${relative(ROOT, path)} is missing`);
  return readRecording(path);
}

const isNearby = (line: object): line is Example => 'not' in line && line.not === true;

function readFolder(rule: Rule): CauseFolder {
  const path = join(CAUSES, rule.family, rule.id), table = join(path, 'examples.jsonl');
  const lines = existsSync(table) ? parseExamples(readFileSync(table, 'utf8'), relative(ROOT, table)) : [];
  const examples = lines.filter((line) => !isNearby(line)).map((line): Fixture => (
    { name: line.name, frame: 'case' in line ? readCase(line.case, relative(ROOT, table)) : buildFrame(line).frame }
  ));
  const recordings = readdirSync(path).filter((file) => file.endsWith('.recording.json')).sort()
    .map((file): Fixture => ({ name: file.replace('.recording.json', ''), frame: readRecording(join(path, file)) }));
  const nearby = lines.filter(isNearby).map((line) => ({ name: line.name, text: line.text, frame: buildFrame(line).frame }));
  return { rule, path, shortPath: relative(ROOT, path), fixtures: [...examples, ...recordings], nearby };
}

export const folders: readonly CauseFolder[] = rules.map(readFolder);
