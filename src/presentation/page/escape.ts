import { harmless } from '../plain';

const SIGNS: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** For text and attribute values alike; the last door of the page. Characters that no reader sees have no place in it. */
export function escape(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
}
