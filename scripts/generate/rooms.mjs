/*
 * The table of rooms in .github/CONTRIBUTING.md, from the arrows that ESLint and test/architecture.test.ts enforce.
 */
import { existsSync } from 'node:fs';

const code = (name) => `\`${name}\``;
const isFile = (room) => existsSync(new URL(`../../src/${room}.ts`, import.meta.url));
const shown = (room) => code(isFile(room) ? `${room}.ts` : room);

/** scripts/arrows.json: {room: {is, may}} -> the table. */
export function roomsTable(arrows) {
  const rows = Object.entries(arrows).map(([room, { is, may }]) => `| ${shown(room)} | ${is} | ${may.map(code).join(', ') || 'nothing'} |`);
  return ['| folder or file of `src` | what it is | may import, besides itself |', '|---|---|---|', ...rows, ''].join('\n');
}
