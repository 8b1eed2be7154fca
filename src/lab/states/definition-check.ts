import { AwsError } from '../world';
import { Definition } from './language';

/** The definition in a text. Rejects with InvalidDefinition, as CreateStateMachine and UpdateStateMachine do. */
export async function readDefinition(text: string): Promise<Definition> {
  const invalid = (why: string) => new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${why}'`);
  if (!isJson(text)) throw invalid('INVALID_JSON_DESCRIPTION');
  const why = await errorsIn(text);
  if (why !== undefined) throw invalid(why);
  const definition = JSON.parse(text) as Definition;
  if (definition.QueryLanguage !== undefined && definition.QueryLanguage !== 'JSONPath') {
    throw invalid('the lab plays JSONPath definitions only');
  }
  return definition;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The errors that the validator has found, by definition. */
const errors = new Map<string, Promise<string | undefined>>();

/** The validator is slow, and one lab after the other deploys the same machines for functions with other names: each is checked once. */
function errorsIn(text: string): Promise<string | undefined> {
  const key = text.replace(/-[0-9A-F]{12}\b/g, '').replace(/(:function:)[\w-]+/g, '$1name');
  const found = errors.get(key) ?? validate(text);
  errors.set(key, found);
  return found;
}

/** The validator library is loaded when first needed: most commands never start a lab. */
async function validate(text: string): Promise<string | undefined> {
  const { default: aslValidator } = await import('asl-validator');
  // Parsed once more, because the validator changes the definition that it checks.
  const { isValid, errorsText } = aslValidator(JSON.parse(text), { checkPaths: true, checkArn: true });
  return isValid ? undefined : errorsText('\n');
}
