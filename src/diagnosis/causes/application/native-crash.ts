import { Frame } from '../../../facts/model';
import { Ending } from '../../classify';
import { formerImage } from '../../read';
import { taskDefinitionName } from '../../text';

/** A crash in native code points to the image: `go back to image shop:net8 ...; or `; empty: it is the same image. */
export function oldImage(frame: Frame, { container: { name } }: Ending): string {
  const before = formerImage(frame, name);
  if (!before) return '';
  const of = taskDefinitionName(frame.previousTaskDefinition?.taskDefinitionArn);
  const where = of ? ` (task definition ${of})` : '';
  return `go back to image ${before}${where} and compare what the new one brings, such as runtime and base image; or `;
}
