import { Found } from './accepted';
import { arrow, assigned, CLOSING, element, namedValue } from './assigned';
import { expanded, fallback } from './fallbacks';
import { Name, nameAt } from './found-name';
import { called, column, listed, option } from './listed';
import { HINT } from './names';
import { nested } from './nested';
import { told } from './sentences';
import { addTo, Source, Span } from './source';
import { closedEnd } from './stand-ins';

/** Secrets with their name beside them, in any notation. */
export function pairs(source: Source): readonly Span[] {
  const spans: Span[] = [];
  let cursor = 0;
  let read = 0;
  for (;;) {
    HINT.lastIndex = cursor;
    const hit = HINT.exec(source.text);
    if (!hit) return spans;
    const name = nameAt(source, hit.index, hit.index + hit[0].length, cursor);
    cursor = name.end;
    if (name.kind === 'none') continue;
    const isReference = source.text.startsWith('${', name.start - 2);
    const reference = isReference ? closedEnd(source.text, name.start - 2) : 0;
    if (reference > name.end) {
      cursor = reference;
      continue;
    }
    const expansion = isReference ? expanded(source, name) : undefined;
    if (expansion) {
      addTo(spans, expansion.found ? [expansion.found] : []);
      cursor = expansion.end;
      continue;
    }
    const inside = name.end < read ? undefined : nested(source, name, behind(source, name).after);
    addTo(spans, inside?.spans ?? []);
    read = Math.max(read, inside?.end ?? 0);
    const value = valueOf(source, name);
    if (!value) continue;
    const changed = arrow(source, name, value.next);
    spans.push(value);
    if (changed) spans.push(changed);
    cursor = Math.max(cursor, value.next, changed?.next ?? 0);
  }
}

/** The place behind the name, and the quote that it is in. */
function behind(source: Source, name: Name): { readonly after: number; readonly quote: string } {
  const closing = source.at(CLOSING, name.end);
  return { after: name.end + (closing?.[0].length ?? 0), quote: closing?.[1] ?? '' };
}

function valueOf(source: Source, name: Name): Found | undefined {
  const { after, quote } = behind(source, name);
  return namedValue(source, name, after, quote)
    ?? element(source, name, after, quote)
    ?? assigned(source, name, after, quote)
    ?? fallback(source, name, after)
    ?? listed(source, name, after, quote)
    ?? called(source, name)
    ?? option(source, name, after, quote)
    ?? column(source, name, after)
    ?? told(source, name, after, quote);
}
