import { check as run } from './command';
import { CheckOptions } from '../options';
import { checkExitCodeOf } from './exit-code';

/** In a file of its own: it has the clients of ten services that no other command needs. */
export const check = (path: string | undefined, options: CheckOptions): Promise<number> => checkExitCodeOf(run(path, options));
