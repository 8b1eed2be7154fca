import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { rules } from '../../src/diagnosis/causes';
import { Rule } from '../../src/diagnosis/model';
import { Frame } from '../../src/facts/model';
import { lastFrame, parseRecording } from '../../src/facts/replay';

export interface Fixture {
  readonly name: string;
  readonly frame: Frame;
}

export interface CauseFolder {
  readonly rule: Rule;
  readonly path: string;
  readonly fixtures: readonly Fixture[];
}

export const CAUSES = join(__dirname, '..', '..', 'src', 'diagnosis', 'causes');

export const folders: readonly CauseFolder[] = rules.map((rule) => {
  const path = join(CAUSES, rule.family, rule.id);
  const fixtures = readdirSync(path).filter((f) => f.endsWith('.recording.json')).sort()
    .map((file) => ({ name: file.replace('.recording.json', ''), frame: lastFrame(parseRecording(readFileSync(join(path, file), 'utf8'), file)) }));
  return { rule, path, fixtures };
});
