// The order in which Jest runs the suites (testSequencer of its configuration).
const { default: Sequencer } = require('@jest/test-sequencer');
const LONGEST = require('./longest-suites.json');

/**
 * Where Jest has run before, it knows how long each suite took, and begins with the longest. In a fresh clone it begins with the largest
 * file, but the file of a long suite can be small: the suites of test/lifecycle have three lines each. They would run last, one worker
 * would be the last to end, and the other would have nothing to do for a minute.
 */
class LongestFirst extends Sequencer {
  sort(tests) {
    const order = super.sort(tests);
    if (order.some(({ duration }) => duration !== undefined)) return order;
    const place = ({ path }) => {
      const known = LONGEST.findIndex((suite) => path.replaceAll('\\', '/').endsWith(`/test/${suite}.test.ts`));
      return known < 0 ? LONGEST.length : known;
    };
    return [...order].sort((a, b) => place(a) - place(b));
  }
}

module.exports = LongestFirst;
