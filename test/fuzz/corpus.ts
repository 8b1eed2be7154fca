import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Frame, Recording } from '../../src/facts/model';
import { parseRecording } from '../../src/facts/replay';

/** Sources and bundle lie two folders below the root. */
const corpus = join(__dirname, '..', '..', 'test', 'corpus');

function recordingsIn(folder: string): readonly Recording[] {
  return readdirSync(join(corpus, folder))
    .filter((name) => name.endsWith('.json') && !name.endsWith('.expect.json'))
    .map((name) => parseRecording(readFileSync(join(corpus, folder, name), 'utf8'), name));
}

let known: readonly Recording[] | undefined;
/** Recordings of failures, from the field and made. */
export function recordings(): readonly Recording[] {
  return known ??= [...recordingsIn('cases'), ...recordingsIn('field')];
}

/** Lines of logs. */
export function logLines(): readonly string[] {
  return readFileSync(join(corpus, 'log-lines.txt'), 'utf8').split('\n').filter(Boolean);
}

/** AWS's own texts about failures. */
export function awsTexts(): readonly string[] {
  return ['texts.jsonl', 'more-texts.jsonl'].flatMap((file) => (
    readFileSync(join(corpus, file), 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { readonly text: string }).text)
  ));
}

/** Forms in which a secret is written; a letter in braces stands for it. */
export function notations(): readonly string[] {
  return JSON.parse(readFileSync(join(corpus, '..', 'presentation', 'redaction-notations.json'), 'utf8')) as readonly string[];
}

/** The frame of a deployment that has come to an end well, or that runs without a failure. */
export function isWell({ tasks, service }: Frame): boolean {
  return Boolean(service?.deployments?.length) && !(tasks ?? []).some((task) => task.stoppedReason || task.lastStatus === 'STOPPED');
}
