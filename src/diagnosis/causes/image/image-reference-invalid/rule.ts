import { definedImage, pulling } from '../../../read';
import { guide, Hit, quoted, stated } from '../../kit';

export const imageReferenceInvalid = stated({
  id: 'image-reference-invalid',
  family: 'image',
  title: 'Image name cannot be parsed',
  stage: 'pull',
  retry: 'never',
  docs: guide('task_cannot_pull_image'),
  containerOf: pulling,
  headline: (hit) => `${hit.who} cannot start: ${reference(hit)} is not a valid image reference`,
  fix: 'correct the string in ContainerImage.fromRegistry(name): host/repository:tag, lower case, no scheme, no blanks',
});

/** As the text quotes it, else as the task definition has it. */
function reference(hit: Hit): string {
  const name = /reference ["']([^"']{1,500})["']/.exec(hit.text)?.[1] ?? definedImage(hit);
  return name ? quoted(name) : 'its image';
}
