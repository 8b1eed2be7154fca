/** Says that memory ran out. "Reserved more memory than available" is about placement and does not match. */
export function memoryFault(text: string): string | undefined {
  return /\bout ?of ?memory|killed due to memory|oom.?killed|container .{0,40}(exceed|exceeded|above) .{0,20}memory|memory (limit|usage).{0,40}(exceeded|kill)|container init was oom|possibly oom|cannot allocate memory/i.test(text) ? 'out-of-memory' : undefined;
}
