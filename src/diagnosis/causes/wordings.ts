// Generated from the folders beside it: node scripts/generate.mjs
/** [cause id, words that only this cause has]. */
export const wordings: readonly (readonly [id: string, words: RegExp])[] = [
];
