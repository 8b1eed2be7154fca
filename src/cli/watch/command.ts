import { WatchOptions } from '../options';
export async function watch(stack: string, options: WatchOptions): Promise<number> { return stack && options ? 0 : 1; }
