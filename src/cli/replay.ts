import { readFile } from 'fs/promises';
import { Command } from 'commander';
import { verdictOf } from '../decision/policy';
import { diagnose } from '../diagnosis/engine';
import { parseRecording } from '../facts/replay';
import { renderFull } from '../presentation/terminal';
import { toJson } from '../presentation/json';
import { EXIT } from './exit';

interface ReplayOptions {
  readonly json?: boolean;
  readonly exitCode?: boolean;
}

export function replayCommand(ended: (code: number) => void): Command {
  return new Command('replay')
    .description('diagnose recordings offline; each by its last frame')
    .argument('<file...>', 'recordings (docs/recording-format.md)')
    .option('--json', 'one JSON object a line')
    .option('--exit-code', 'exit with 1 when a recording shows a failed deployment')
    .addHelpText('after', '\nExample:\n  $ ecs-why replay --json test/corpus/cases/*.json | jq -r .text')
    .action(async (files: string[], options: ReplayOptions) => ended(await replay(files, options)));
}

async function replay(files: readonly string[], options: ReplayOptions): Promise<number> {
  let failed = false, unread = false;
  for (const [index, file] of files.entries()) {
    let recording;
    try {
      recording = parseRecording(await readFile(file, 'utf8'));
    } catch (error) {
      unread = true;
      const message = error instanceof Error ? error.message : String(error);
      if (options.json) print(JSON.stringify({ file, status: 'unknown', verdict: 'keep-waiting', causes: [], impact: '', unavailable: [{ what: 'recording', message }], text: message }));
      process.stderr.write(`ecs-why: ${file}: ${message}\n`);
      continue;
    }
    const diagnosis = diagnose(recording.frames[recording.frames.length - 1]);
    failed ||= diagnosis.status === 'failed';
    if (options.json) print(JSON.stringify({ file, ...toJson(diagnosis, verdictOf(diagnosis), {}) }));
    else print((files.length > 1 ? `${index ? '\n' : ''}${file}\n` : '') + renderFull(diagnosis, {}));
  }
  if (unread) return EXIT.couldNotLook;
  return failed && options.exitCode ? EXIT.failed : EXIT.ok;
}

const print = (text: string) => { process.stdout.write(text + '\n'); };
