import { foreign } from './foreign';
import { escape } from './page/escape';
import { PageReport, section, slug, statusOf } from './page/section';
import { STYLE } from './page/style';

const CONTENT_POLICY = 'default-src \'none\'; style-src \'unsafe-inline\'; base-uri \'none\'; form-action \'none\'';

/**
 * One self-contained page: no script, no font, no picture from elsewhere, and a policy that forbids them.
 * `nothing`: the text of a page without reports; `texts`: sections beside the reports. The first line of each is its heading.
 */
export function renderHtml(
  reports: readonly PageReport[], nothing: readonly string[] = [], texts: readonly (readonly string[])[] = [],
): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">`,
    '<meta name="referrer" content="no-referrer">',
    `<title>${escape(foreign(titleOf(reports, nothing)))}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    ...(reports.length > 1 ? [contents(reports)] : []),
    '<main>',
    ...(reports.length ? reports.map(section) : textSection(nothing)),
    ...texts.flatMap(textSection),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function titleOf(reports: readonly PageReport[], [head = 'nothing']: readonly string[]): string {
  if (!reports.length) return `ecs-why: ${head}`;
  return reports.length === 1 ? `ecs-why: ${reports[0].name}` : `ecs-why: ${reports.length} deployments`;
}

function textSection([head = 'No ECS service was deployed', ...lines]: readonly string[]): readonly string[] {
  return ['<section>', `<h1>${escape(foreign(head))}</h1>`, ...lines.map((line) => `<p>${escape(foreign(line))}</p>`), '</section>'];
}

function contents(reports: readonly PageReport[]): string {
  const items = reports.map((report, i) => (
    `<li><a href="#${slug(report, i)}">${escape(foreign(report.name))}</a> <span>${statusOf(report)}</span></li>`
  ));
  const failed = reports.filter((report) => statusOf(report) === 'failed').length || 'None';
  return `<nav aria-label="Deployments"><p>${failed} of ${reports.length} deployments failed</p><ul>${items.join('')}</ul></nav>`;
}
