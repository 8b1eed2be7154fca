import { Frame } from '../../../../facts/model';
import { adviceIn, definitionOf, LiteralReference, namedPlace, requiredFix, unexpanded, wholeLine } from '../../../read';
import { nameInFix } from '../../../text';
import { codeFix, ended, exits, guide, keyFix, quoted, wordsFix } from '../../kit';
import { unlessOfLoader } from '../settings';

const VARIABLE = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/;
const LOG_ROUTER = /\[config\]|configuration file (contains|has) errors?/i;
const COLLECTOR = /unmarshal.{0,40}(configuration|map\[string\])|unknown type|error decoding/i;

export const appConfigInvalid = ended({
  id: 'app-config-invalid',
  family: 'application',
  title: 'Application refuses a setting that is there',
  stage: 'run',
  retry: 'never',
  docs: guide('taskdef-envfiles'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: ({ reference }, line = '') => [unexpanded(line) && `the program got the text $${unexpanded(line)}, not its value`, reference
    && `the value of ${reference.name} in environment is ${reference.what}, so the program gets that text and not what is stored there`],
  fix: (ending, line = '', frame) => {
    const whole = wholeLine(frame, ending.container.name, ending.task, line) ?? line;
    const advice = ending.reference ? undefined : adviceIn(frame, whole, ending.seen);
    if (advice) return advice;
    if (ending.reference) return referenceFix(ending.reference, ending.container.name);
    const literal = unexpanded(line);
    if (literal) return fixOfLiteral(frame, ending.container.name, literal);
    const name = unlessOfLoader(VARIABLE.exec(line)?.[0]);
    if (name) return `correct ${name} under environment (or secrets) in addContainer('${ending.container.name}', ...)`;
    if (LOG_ROUTER.test(line)) {
      return 'correct the configuration of the log router: its file, or the options of the'
      + ' containers whose log driver is awsfirelens';
    }
    const key = keyFix(frame, ending, whole);
    if (key) return key;
    if (COLLECTOR.test(line)) {
      return 'correct the configuration of the collector; if it comes from a parameter, pass it with'
      + ' secrets (valueFrom), not with its name';
    }
    const place = namedPlace(frame, ending.container.name, whole, ending.seen);
    return (place && `correct ${place}`) ?? requiredFix(frame, ending.container.name, whole) ?? codeFix(frame, ending, whole, undefined)
      ?? wordsFix(frame, ending);
  },
});

function fixOfLiteral(frame: Frame, container: string | undefined, literal: string): string {
  const reference = new RegExp(String.raw`\$\{?${literal}(?!\w)`);
  const holder = definitionOf(frame, container)?.environment?.find(({ value }) => value && reference.test(value));
  return holder
    ? `write the value itself in place of the variable ${literal} in ${holder.name} of addContainer('${container}', ...):`
      + ' ECS does not replace variables in values of environment'
    : `let a shell replace $${literal}: command: ['sh', '-c', 'exec PROGRAM ... $${literal}'] in addContainer('${container}', ...);`
      + ' the exec form of a command passes it on as it is written';
}

function referenceFix({ name, isSecret }: LiteralReference, container: string | undefined): string {
  const source = isSecret ? 'ecs.Secret.fromSecretsManager(secret)' : 'ecs.Secret.fromSsmParameter(parameter)';
  const variable = nameInFix(name);
  return `pass ${variable} with secrets, not with environment: secrets: { ${variable}: ${source} } in addContainer('${container}', ...);`
    + ' it becomes valueFrom in the task definition';
}
