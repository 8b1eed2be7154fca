import { didYouMean } from '../src/did-you-mean';

const IDS = ['container-health-check', 'image-not-found', 'out-of-memory'];

test.each([
  ['image-no-found', 'image-not-found'],
  ['Image-Not-Found', 'image-not-found'],
  ['health-check', 'container-health-check'],
  ['memory', 'out-of-memory'],
])('%s: %s', (word, meant) => {
  expect(didYouMean(word, IDS)).toBe(`; did you mean "${meant}"?`);
});

test.each(['image-missing', 'quota', ''])('no hint after "%s"', (word) => {
  expect(didYouMean(word, IDS)).toBe('');
});
