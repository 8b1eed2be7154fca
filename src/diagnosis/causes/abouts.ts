// Generated from the folders beside it: node scripts/generate.mjs
import { About } from '../model';


/** By cause id. */
export const abouts: { readonly [id: string]: About } = {

};
