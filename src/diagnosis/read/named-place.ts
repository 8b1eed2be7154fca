import { Frame } from '../../facts/model';
import { isOpaque, nameInFix, nameOfSecret, names, namesEnd } from '../text';
import { definitionOf } from './containers';
import { logLines } from './logs';
import { Seen } from '../model';

/** A value that says where it comes from: not a word such as `production`, or a small number. */
const DISTINCT = /^(?=.*[\d./:-]).{4,}$/;

/** Paths and addresses, which can be a part of a value: `-javaagent:/opt/agent.jar`, `PLAINTEXT://0.0.0.0:9092`. */
const GIVEN = /(?<![\w.:/-])\/[\w@+-][\w.@+-]*(?:\/[\w@+-][\w.@+-]*){1,20}|\b\d{1,3}(?:\.\d{1,3}){3}\b/g;

/** Go prints a structure with all that it holds, which is not what the line is about. */
const DUMP = /&\{0x[^&]*\}/g;

/** The name of a module is none of a setting. */
const MODULE = /\bnode_modules\/(?:@[\w.-]+\/)?[\w.-]+|\b(?:require\(|import |from |module )['"][^'"]{1,200}['"]/gi;

const NEAR = 2;

/** `$(hostname)`, `\`id -u\``: ECS runs no shell over values, and replaces nothing in them. */
export const isShellExpression = /\$\([^)]|`[^`]+`/;

/**
 * Where the task definition has what the line names: a variable, an argument of the command, a mount. undefined: nowhere.
 * @param seen where the line is: the lines beside it can have the file that it is about
 */
export function namedPlace(frame: Frame, container: string | undefined, whole: string, seen?: Seen): string | undefined {
  const line = whole.replace(DUMP, '');
  const { environment = [], secrets = [], entryPoint = [], command = [], mountPoints = [] } = definitionOf(frame, container) ?? {};
  const of = `of addContainer('${container}')`;
  const isNamed = (text: string | undefined) => text !== undefined && DISTINCT.test(text) && names(line, text) && !isOpaque.test(text);
  const plain = line.replace(MODULE, '');
  const variable = [...environment, ...secrets].find(({ name = '' }) => name.length > 3 && names(plain, name))
    // To name the variable of a secret would tell the reader that the line shows its value.
    ?? environment.find(({ name = '', value }) => isNamed(value) && !nameOfSecret.test(name))
    ?? environment.find(({ name = '', value = '' }) => line.match(GIVEN)?.some((one) => names(value, one)) && !nameOfSecret.test(name));
  if (variable?.name) return `${nameInFix(variable.name)} ${of}, which has what this line names`;
  const words = [...entryPoint, ...command].filter((word) => !nameOfSecret.test(word));
  const argument = words.find((word) => isNamed(word) || isNamed(word.replace(/^.*?=/, '')));
  if (argument) return `${nameInFix(argument)} (in command ${of})`;
  const inOtherWords = [...environment, ...secrets].find(({ name = '' }) => namesEnd(plain, name))?.name;
  if (inOtherWords) return `${nameInFix(inOtherWords)} ${of}, which has what this line names`;
  const near = seen ? logLines(frame, container, seen.task).slice(Math.max(0, seen.line - NEAR), seen.line + NEAR + 1) : [];
  const texts = [line, ...near.map(({ message = '' }) => message)];
  const mount = mountPoints.find(({ containerPath = '' }) => texts.some((text) => names(text, containerPath.replace(/\/$/, ''))));
  if (mount) return `the files of volume ${nameInFix(mount.sourceVolume ?? '')}, which is mounted at ${mount.containerPath}`;
  const literal = environment.find(({ value = '' }) => isShellExpression.test(value))?.name;
  return literal && `${nameInFix(literal)} ${of}, which has a shell expression: ECS passes it on as it is written`;
}
