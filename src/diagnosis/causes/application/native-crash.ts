import { Frame } from '../../../facts/model';
import { Ending } from '../../classify';
import { definitionOf } from '../../read';
import { lastPart, taskDefinitionName } from '../../text';

/** A crash in native code points to the image: `go back to image shop:net8 ...; or `; empty: it is the same image. */
export function oldImage(frame: Frame, { container: { name } }: Ending): string {
  const { previousTaskDefinition: previous } = frame;
  const before = previous?.containerDefinitions?.find((d) => d.name === name)?.image;
  if (!before || before === definitionOf(frame, name)?.image) return '';
  const of = taskDefinitionName(previous?.taskDefinitionArn);
  const where = of ? ` (task definition ${of})` : '';
  return `go back to image ${lastPart(before)}${where} and compare what the new one brings, such as runtime and base image; or `;
}
