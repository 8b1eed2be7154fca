import { pulling } from '../../../read';
import { guide, stated } from '../../kit';
import { foreignImage, imageNamed } from '../named';

export const imageCorruptOrUnsupported = stated({
  id: 'image-corrupt-or-unsupported',
  family: 'image',
  title: 'Image damaged or of an unsupported kind',
  stage: 'pull',
  retry: 'never',
  docs: guide('task_cannot_pull_image'),
  onHost: true,
  // "mount callback failed ... etc/passwd": containerd looks for the user in an image without a Linux root file system
  certainty: (hit) => (/mount callback/i.test(hit.text) ? 'probable' : 'certain'),
  containerOf: pulling,
  headline: (hit) => `${hit.who} cannot start: ${imageNamed(hit)} is damaged or unsupported`,
  fix: (hit) => (foreignImage(hit) ? `pin another build of ${foreignImage(hit)}`
    : 'rebuild and push the image (docker buildx build --provenance=false), or pin a Linux image with ContainerImage.fromRegistry(name)'),
});
