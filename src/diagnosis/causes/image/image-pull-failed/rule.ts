import { guide, stated } from '../../kit';
import { pulling } from '../images';

export const imagePullFailed = stated({
  id: 'image-pull-failed',
  family: 'image',
  title: 'Image pull failed, reason not visible',
  stage: 'pull',
  retry: 'maybe',
  symptomOnly: true,
  docs: guide('task_cannot_pull_image'),
  certainty: 'possible',
  containerOf: pulling,
  headline: (hit) => `${hit.who} cannot start: its image could not be pulled, AWS gives no reason`,
  fix: 'pull the image by hand with the same role and network, and look at image size, registry and route',
});
