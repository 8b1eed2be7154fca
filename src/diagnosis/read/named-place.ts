import { Frame } from '../../facts/model';
import { isOpaque, nameInFix, nameOfSecret, names } from '../text';
import { definitionOf } from './containers';

/** A value that says where it comes from: not a word such as `production`, or a small number. */
const DISTINCT = /^(?=.*[\d./:-]).{4,}$/;

/** Where the task definition has what the line names: a variable, an argument of the command, a mount. undefined: nowhere. */
export function namedPlace(frame: Frame, container: string | undefined, line: string): string | undefined {
  const { environment = [], secrets = [], entryPoint = [], command = [], mountPoints = [] } = definitionOf(frame, container) ?? {};
  const of = `of addContainer('${container}')`;
  const isNamed = (text: string | undefined) => text !== undefined && DISTINCT.test(text) && names(line, text) && !isOpaque.test(text);
  const variable = [...environment, ...secrets].find(({ name = '' }) => name.length > 3 && names(line, name))
    ?? environment.find(({ value }) => isNamed(value));
  if (variable?.name) return `${nameInFix(variable.name)} ${of}, which has what this line names`;
  const argument = [...entryPoint, ...command].find((word) => !nameOfSecret.test(word) && (isNamed(word) || isNamed(word.replace(/^.*?=/, ''))));
  if (argument) return `${nameInFix(argument)} (in command ${of})`;
  const mount = mountPoints.find(({ containerPath = '' }) => names(line, containerPath));
  return mount && `the files of volume ${nameInFix(mount.sourceVolume ?? '')}, which is mounted at ${mount.containerPath}`;
}
