import { Result } from './try-out';

/** For a terminal or a bug report. */
export function printed({ templates, version, services, documented, notCompared, problems }: Result): string {
  const list = (title: string, lines: readonly string[]) => (lines.length ? ['', title, ...lines.map((line) => `  ${line}`)] : []);
  const heading = templates ? [`aws-cdk-lib ${version}: ${counted(templates, 'template')}, ${counted(services.length, 'service')}`] : [];
  return [
    ...heading,
    ...services.map(({ path, outcome }) => `  ${path}: ${outcome}`),
    ...list('changes that docs/how-it-works.md names:', documented),
    ...list('not compared, because it differs in each synthesis of the app:', notCompared),
    ...list('problems:', problems),
    '',
    problems.length ? `not ready: ${counted(problems.length, 'problem')}` : 'ready: nothing else differs, to the byte',
  ].join('\n');
}

const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
