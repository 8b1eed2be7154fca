// Plays every lifecycle scenario in the lab and writes docs/lifecycles.md. One test file after the other: each writes its own section.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npx', ['jest', '--runInBand', 'test/lifecycle'], { stdio: 'inherit', env: { ...process.env, UPDATE: '1' } });
process.exit(status ?? 1);
