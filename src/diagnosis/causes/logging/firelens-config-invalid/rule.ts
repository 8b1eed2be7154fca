import { definitionOf } from '../../../read';
import { guide, Hit, quoted, stated } from '../../kit';

export const firelensConfigInvalid = stated({
  id: 'firelens-config-invalid',
  family: 'logging',
  title: 'FireLens configuration could not be generated',
  stage: 'start',
  retry: 'never',
  docs: guide('using_firelens'),
  containerOf: ({ text }) => optionsOf(text),
  headline: (hit) => {
    const key = missingKey(hit.text);
    if (key) return `${hit.who} cannot start: its options for FireLens lack the key ${key.name}`;
    const refused = OPTIONS.exec(hit.text)?.[2];
    return refused
      ? `${hit.who} cannot start: FireLens refuses its log options: ${quoted(refused)}`
      : `${hit.who} cannot start: the FireLens configuration could not be generated or read`;
  },
  facts: (hit) => [isRouter(hit) && 'the container is the log router itself: its own log cannot go through awsfirelens'],
  fix: (hit) => fixFor(hit),
});

/** Format string of the agent (aws/amazon-ecs-agent, `firelensconfig_unix.go`). */
const OPTIONS = /\bapply log options of container ([\w-]{1,255}) to (?:firelens|log ?router) config: (.{1,300}?)(?:\.? Launch a new task.*)?$/i;

function optionsOf(text: string): string | undefined {
  return OPTIONS.exec(text)?.[1];
}

/** The key without which the agent can write no output: `Name` for Fluent Bit, `@type` for Fluentd. */
function missingKey(text: string): { readonly name: string; readonly example: string } | undefined {
  const name = /\bmissing output key (@?\w{1,40})/i.exec(text)?.[1];
  if (!name) return undefined;
  return { name, example: name === '@type' ? 'cloudwatch_logs' : 'cloudwatch' };
}

function isRouter({ frame, text }: Hit): boolean {
  return definitionOf(frame, optionsOf(text))?.firelensConfiguration !== undefined;
}

function fixFor(hit: Hit): string {
  const { text, frame } = hit;
  const container = optionsOf(text);
  if (isRouter(hit)) {
    return `let the router ${container} log with LogDrivers.awsLogs({ streamPrefix }), and give the options of the output`
      + ' (Name and its keys) to the container whose log it forwards: LogDrivers.firelens({ options })';
  }
  const key = missingKey(text);
  if (key) {
    return `name the output in the log options of addContainer('${container ?? '...'}', ...):`
      + ` LogDrivers.firelens({ options: { '${key.name}': '${key.example}', ... } })`;
  }
  const definitions = frame.taskDefinition?.containerDefinitions ?? [];
  const options = definitions.flatMap((d) => d.firelensConfiguration ?? []).map((f) => f.options ?? {});
  const inS3 = /s3|bucket/i.test(text) || !options.length || options.some((o) => o['config-file-type'] === 's3');
  return 'correct taskDefinition.addFirelensLogRouter({ firelensConfig }) and the options of LogDrivers.firelens({ options })'
    + (inS3 ? '; grant the role s3:GetObject on the file' : '');
}
