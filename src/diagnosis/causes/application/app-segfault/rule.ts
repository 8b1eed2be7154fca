import { definitionOf, floatingTag } from '../../../read';
import { called, ended, guide } from '../../kit';
import { oldImage } from '../native-crash';

export const appSegfault = ended({
  id: 'app-segfault',
  family: 'application',
  title: 'Application crashed with a segmentation fault',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  // one crash can be that of a race; the second shows that it stays
  retryOf: (group) => (group.length > 1 ? undefined : 'maybe'),
  onHost: true,
  headline: (ending) => `${called(ending.container.name)} crashes with a segmentation fault (exit code ${ending.exitCode})`,
  facts: (ending) => [ending.exitCode === 139 && 'exit code 139 = 128 + 11 (SIGSEGV)'],
  fix: (ending, _line, frame) => {
    const image = definitionOf(frame, ending.container.name)?.image;
    const tag = floatingTag(image);
    const moves = tag ? `pin the image to a version that has run (the tag ${tag} of ${image} moves); or ` : oldImage(frame, ending);
    return `${moves}check native modules and the base image (glibc or musl, CPU features); build both for the architecture of the task`;
  },
});
