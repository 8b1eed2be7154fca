import { escape } from './escape';
import { Moment, Phase } from './timeline';
import { Bar, stamp, Window } from './window';
import { shortId } from '../../diagnosis/text';

export const PHASE_WORDS: { readonly [phase in Phase]: string } = {
  pending: 'pending', pulling: 'pulling the image', starting: 'starting', running: 'running', stopping: 'stopping',
};

/** The timeline as an HTML table, in order of time. */
export function timelineTable(rows: readonly Bar[], events: readonly Moment[], window: Window): string {
  const ofService = events.map(({ at, text }): Line => ({ at, who: 'service', what: text }));
  const lines = [...rows.flatMap(linesOf), ...ofService]
    .filter((line) => line.at >= window.from).sort((a, b) => a.at - b.at);
  const body = lines.map(({ at, who, what }) => (
    `<tr><td>${stamp(window, at)}</td><th scope="row">${escape(who)}</th><td>${escape(what)}</td></tr>`
  ));
  const head = '<tr><th scope="col">Time</th><th scope="col">What</th><th scope="col">Happened</th></tr>';
  return `<table><thead>${head}</thead><tbody>${body.join('')}</tbody></table>`;
}

interface Line {
  readonly at: number;
  readonly who: string;
  readonly what: string;
}

function linesOf(row: Bar): readonly Line[] {
  if (!('phases' in row)) return [{ at: row.from, who: row.definition, what: `deployment begins (${row.id})` }];
  const who = `task ${shortId(row.id)}`;
  const { stopped, failedAt } = row;
  const stop = failedAt === undefined ? 'stopped' : 'stopped (failed)';
  return [
    ...row.phases.map(({ from, phase }) => ({ at: from, who, what: PHASE_WORDS[phase] })),
    ...row.health.map(({ at, text }) => ({ at, who, what: text })),
    ...(stopped ? [{ at: stopped.at, who, what: `${stop}: ${stopped.text}` }] : []),
  ];
}
