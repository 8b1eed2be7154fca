import { causes } from './causes';
import { completion } from './completion';
import { demo } from './demo/command';
import { exitCodeOf } from './exit-code';
import { explain } from './explain';
import { follow } from './follow/command';
import { Actions } from './program';
import { record } from './record';
import { replay } from './replay';
import { watch } from './watch/command';

/** The commands, but for `check`, which is in a file of its own. Each ends with an exit code, and an error with one line. */
export const actions: Omit<Actions, 'check'> = {
  explain: (...given) => exitCodeOf(explain(...given)),
  follow: (...given) => exitCodeOf(follow(...given)),
  watch: (...given) => exitCodeOf(watch(...given)),
  record: (...given) => exitCodeOf(record(...given)),
  replay: (...given) => exitCodeOf(replay(...given)),
  causes: (...given) => exitCodeOf(causes(...given)),
  demo: (...given) => exitCodeOf(demo(...given)),
  completion: (...given) => exitCodeOf(completion(...given)),
};
