import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { replay } from '../../src/cli/replay';

const folder = mkdtempSync(join(tmpdir(), 'broken-recording-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `ecs-why replay` prints about a file of this name and content. */
async function replayed(name: string, content: string, options: { readonly json?: boolean }): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, content);
  let printed = '';
  const write = (text: string | Uint8Array) => { printed += String(text); return true; };
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(write));
  try {
    expect(await replay([file], options)).toBe(3);
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
  return printed;
}

const ESC = '\u001b]0;owned\u0007\u001b[2J\u202e\uffff\ufffe\u{e0041}##vso[task.setvariable variable=A]b\n::error::c';
const SECRET = 'postgres://app:hunter2secret@db.internal/app';
const frame = (more: object) => JSON.stringify({ recording: 1, frames: [{ at: '2026-11-23T10:00:00.000Z', ...more }] });

describe.each([[{}], [{ json: true }]])('%j', (options) => {
  test.each([
    ['a key', frame({ targetHealth: { [ESC + SECRET]: 'none' } })],
    ['a container', frame({ logs: { [ESC + SECRET]: { t: [{ timestamp: 1, message: 2 }] } } })],
    ['a value', frame({ at: ESC + SECRET })],
    ['text that is no JSON', `${ESC.replace('\n', ' ')}${SECRET}`],
    ['the end of a text that is no JSON', `{"recording": 1, "frames": [${ESC.replace('\n', ' ')}`],
  ])('%s of a broken recording', async (_, content) => {
    const printed = await replayed('broken.json', content, options);
    expect(printed).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|##\w*\[|^\s*::\w/mu);
    expect(printed).not.toContain('hunter2secret');
    expect(printed).toContain('broken.json');
  });

  test('the name of the file', async () => {
    const printed = await replayed('a\u001b[2Jb\u202ec##[error]d\n::error::e.json', '{', options);
    expect(printed).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|##\w*\[|^\s*::\w/mu);
    expect(printed).toContain('[2Jb');
  });
});
