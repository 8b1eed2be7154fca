/** Where AWS shows a text, or where the application's log does. */
export const KINDS = [
  'stoppedReason', 'containerReason', 'stopCode', 'logLine', 'serviceEvent', 'rolloutStateReason', 'targetHealth', 'cfnStatusReason',
] as const;

export type Kind = typeof KINDS[number];

/** One line of an `examples.jsonl`: a text of AWS or of an application. `frame/` builds the facts around it. */
export interface Example {
  /** Heading of the example in expected.txt. The ids and names of the facts around the text follow from it. */
  readonly name: string;
  readonly kind: Kind;
  /** Word for word, with its account ids and names replaced by others of the same shape. */
  readonly text: string;
  /** URL or free text: where it was seen. */
  readonly source: string;
  /** Exit code of the container that failed. Default: 1 where its essential container exited, 143 or 137 where ECS stopped it. */
  readonly exitCode?: number;
  /** Stop code of the task, for a `stoppedReason`. Default: the one that goes with the text. */
  readonly stopCode?: string;
  /** FARGATE | EC2. Default: EC2 where the text names instances or Docker, else FARGATE. */
  readonly launchType?: string;
  /** When it was seen. Agents before 2021 gave "Essential container in task exited" as the stop reason of containers that never started. */
  readonly year?: number;
  /** A nearby text that must not give the cause of its folder. */
  readonly not?: boolean;
}

/** A line that stands for a whole situation: `test/corpus/cases/<case>.json`. */
export interface CaseReference {
  readonly name: string;
  readonly case: string;
  readonly source: string;
}

type Field = keyof Example | keyof CaseReference;

const TYPES: { readonly [field in Field]: 'string' | 'number' | 'boolean' } = {
  name: 'string',
  kind: 'string',
  text: 'string',
  exitCode: 'number',
  stopCode: 'string',
  launchType: 'string',
  year: 'number',
  source: 'string',
  not: 'boolean',
  case: 'string',
};

const isObject = (value: unknown): value is { readonly [key: string]: unknown } => (
  typeof value === 'object' && value !== null && !Array.isArray(value)
);
const isKind = (value: unknown): value is Kind => KINDS.some((kind) => kind === value);

/** What is wrong with a line, as a sentence that says how to put it right; undefined if nothing is. */
function fault(line: { readonly [field: string]: unknown }): string | undefined {
  const unknown = Object.keys(line).find((field) => !(field in TYPES));
  if (unknown !== undefined) return `unknown field "${unknown}". Allowed: ${Object.keys(TYPES).join(', ')}`;
  const mistyped = (Object.keys(TYPES) as Field[]).find((field) => line[field] !== undefined && typeof line[field] !== TYPES[field]);
  if (mistyped) return `"${mistyped}" must be a ${TYPES[mistyped]}, it is ${JSON.stringify(line[mistyped])}`;
  const needed = line.case === undefined ? ['name', 'kind', 'text', 'source'] : ['name', 'case', 'source'];
  const missing = needed.find((field) => !line[field]);
  if (missing) return `"${missing}" is missing. A line needs ${needed.join(', ')}`;
  if (line.case === undefined && !isKind(line.kind)) return `unknown kind "${String(line.kind)}". Allowed: ${KINDS.join(', ')}`;
  const idle = line.case === undefined ? undefined : Object.keys(line).find((field) => !needed.includes(field));
  return idle && `"${idle}" has no effect beside "case": the situation is in test/corpus/cases/${String(line.case)}.json`;
}

const isLine = (value: object): value is Example | CaseReference => fault({ ...value }) === undefined;

function parseLine(line: string, place: string): Example | CaseReference {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new Error(`${place}: not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(value)) throw new Error(`${place}: expected one JSON object {"name":…,"kind":…,"text":…,"source":…}`);
  if (!isLine(value)) throw new Error(`${place}: ${fault(value)}`);
  return value;
}

/** Text of an `examples.jsonl` -> its lines. Throws an error that names file and line number. */
export function parseExamples(content: string, file: string): readonly (Example | CaseReference)[] {
  const names = new Set<string>();
  return content.split('\n').flatMap((line, index) => {
    if (!line.trim()) return [];
    const place = `${file}:${index + 1}`;
    const example = parseLine(line, place);
    if (names.has(example.name)) throw new Error(`${place}: the name "${example.name}" is there twice; each example needs its own`);
    names.add(example.name);
    return [example];
  });
}
