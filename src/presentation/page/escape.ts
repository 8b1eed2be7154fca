const SIGNS: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** For text and attribute values alike. Control characters have no place in a page. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign]).replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, ' ');
}
