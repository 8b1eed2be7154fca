import { readFileSync } from 'fs';
import { join } from 'path';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame } from '../../src/facts/model';
import { renderReason } from '../../src/presentation/reason';

const FILE = join(__dirname, '..', 'corpus', 'field', 'start-script-may-not-read-parameters.json');
const LAST = 'The SECRET_KEY setting must not be empty.';
const PASSWORD = 'SatinTreeBronzeRabbitUmbrella';

test('V4: a fact that quotes the last line of a program has no half of a password, wherever it is cut', () => {
  const text = readFileSync(FILE, 'utf8');
  expect(text).toContain(LAST);
  for (let length = 40; length < 160; length += 3) {
    const line = `The SECRET_KEY setting must not be empty; ${'x'.repeat(length)} postgres://app:${PASSWORD}@db.internal/app`;
    const { frames } = JSON.parse(text.split(LAST).join(line)) as { readonly frames: readonly Frame[] };
    const reason = renderReason(diagnose(frames[frames.length - 1]), {}, 3500);
    expect(reason).toMatch(/without it the program ends: .*SECRET_KEY setting must not be empty/);
    expect(reason).not.toMatch(/Satin/);
  }
});
