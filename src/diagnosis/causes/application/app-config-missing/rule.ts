import { ended, exits, guide, quoted } from '../../kit';

const VARIABLE = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/;

export const appConfigMissing = ended({
  id: 'app-config-missing',
  family: 'application',
  title: 'Application lacks a required setting',
  stage: 'run',
  retry: 'never',
  docs: guide('taskdef-envfiles'),
  headline: (ending, line) =>
    `${exits(ending)}: ${line ? quoted(line) : 'a required setting is missing'}`,
  fix: (ending, line) => {
    const name = VARIABLE.exec(line ?? '')?.[0];
    return `set ${name ?? 'the missing setting'} under environment (or secrets) in addContainer('${ending.container.name}', ...)`;
  },
});
