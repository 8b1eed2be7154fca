/*
 * The table of rooms in .github/CONTRIBUTING.md, from the arrows that ESLint and test/architecture.test.ts enforce.
 */

const code = (name) => `\`${name}\``;
/** A file of src stands beside the folders. */
const shown = (room) => code(['contract', 'did-you-mean', 'index'].includes(room) ? `${room}.ts` : room);

/** scripts/arrows.json: {room: {is, may}} -> the table. */
export function roomsTable(arrows) {
  const rows = Object.entries(arrows).map(([room, { is, may }]) => `| ${shown(room)} | ${is} | ${may.map(code).join(', ') || 'nothing'} |`);
  return ['| folder of `src` | what it is | may import, besides itself |', '|---|---|---|', ...rows, ''].join('\n');
}
