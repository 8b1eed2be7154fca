import { escape } from './page/escape';
import { PageReport, section, slug, statusOf } from './page/section';
import { STYLE } from './page/style';

export type { PageReport } from './page/section';

/** One self-contained page: no script, no font, no picture from elsewhere, and a policy that forbids them. */
/** `nothing`: what the page says where there is no report; its first line is the heading. */
export function renderHtml(reports: readonly PageReport[], nothing: readonly string[] = []): string {
  const title = reports.length === 1 ? reports[0].name : !reports.length ? nothing[0] ?? 'nothing' : `${reports.length} deployments`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escape(`ecs-why: ${title}`)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    ...(reports.length > 1 ? [contents(reports)] : []),
    '<main>',
    ...(reports.length ? reports.map(section) : empty(nothing)),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function empty([head = 'No ECS service was deployed', ...lines]: readonly string[]): readonly string[] {
  return ['<section>', `<h1>${escape(head)}</h1>`, ...lines.map((line) => `<p>${escape(line)}</p>`), '</section>'];
}

function contents(reports: readonly PageReport[]): string {
  const items = reports.map((report, i) => `<li><a href="#${slug(report, i)}">${escape(report.name)}</a> <span>${statusOf(report)}</span></li>`);
  const failed = reports.filter((report) => statusOf(report) === 'failed').length;
  return `<nav aria-label="Deployments"><p>${failed || 'None'} of ${reports.length} deployments failed</p><ul>${items.join('')}</ul></nav>`;
}
