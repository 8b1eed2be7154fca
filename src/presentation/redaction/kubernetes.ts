import { matches, Source, Span } from './source';
import { isStandIn } from './stand-ins';

const QUOTE = String.raw`\\{0,15}["']?`;
const IS_SECRET = new RegExp(`\\bkind${QUOTE}:\\s{0,3}${QUOTE}Secret(?![\\w.-])`);
/** All values of a secret are secrets, whatever their names are (Kubernetes API, Secret v1). */
const DATA = /^([ \t]*)(?:data|stringData):[ \t]*\n((?:\1[ \t]+\S[^\n]*(?:\n|$))+)|"(?:data|stringData)\\{0,15}"\s{0,3}:\s{0,3}\{([^{}]*)/gm;
/** A line, of which the text before a blank can be the name; a member of an object. */
const VALUES = /^([ \t]+(?:["']?[\w.-]{1,253}["']?:[ \t]+)?["']?)(\S[^\n]*?)["']?$|(:\s{0,3}\\{0,15}")((?:[^"\\]|\\+[^"\\])+)/gm;

export function kubernetes({ text }: Source): readonly Span[] {
  if (!IS_SECRET.test(text)) return [];
  // one document of YAML after the other
  return matches(text, /(?:^|\n---)(?:[^\n]|\n(?!---))+/g).filter(([one]) => IS_SECRET.test(one)).flatMap(({ 0: one, index: from }) => (
    matches(one, DATA).flatMap(({ 0: whole, 2: lines, 3: members = '', index }) => (
      matches(lines ?? members, VALUES).flatMap((value) => {
        const [, head = '', line, opening = '', member] = value;
        const start = from + index + whole.length - (lines ?? members).length + value.index + head.length + opening.length;
        const found = line ?? member;
        return isStandIn(found) ? [] : [{ start, end: start + found.length }];
      })))));
}
