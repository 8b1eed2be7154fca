import { definedImage, namesEcr, withoutRegistry } from '../../read';
import { Hit, shortenable } from '../kit';

/** `image nginx:1`, for a headline: without the host of its registry. */
export function imageNamed(hit: Hit): string {
  const image = definedImage(hit);
  return image ? 'image ' + shortenable(withoutRegistry(image)) : 'its image';
}

/** An image in full that somebody else builds. */
export function foreignImage(hit: Hit): string | undefined {
  const image = definedImage(hit);
  return image && !namesEcr(image) ? image : undefined;
}
