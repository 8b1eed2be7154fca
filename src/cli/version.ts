import { readFileSync } from 'fs';
import { join } from 'path';

/** Version of the package around the bundle; `unknown` if the bundle was copied elsewhere. */
export function packageVersion(): string {
  try {
    return (JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }).version;
  } catch {
    return 'unknown';
  }
}
