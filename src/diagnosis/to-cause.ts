import { Cause, CauseInfo, Finding, Traits } from './model';
import { taskId } from './read';
import { normalise, readElastic } from './text';

/** A finding with what is known of its cause. */
export function toCause(info: CauseInfo, finding: Finding): Cause {
  const headline = readElastic(finding.headline);
  const quotes = [...new Set(finding.evidence)];
  return {
    id: info.id,
    title: info.title,
    stage: info.stage,
    // A symptom is certain, but it is only a possible reason of the failure.
    certainty: info.symptomOnly ? 'possible' : finding.certainty,
    ...(finding.plain && { plain: true }),
    retry: finding.deniedForGood ? 'never' : finding.retry ?? info.retry,
    ...traitsOf(info, finding),
    symptomOnly: info.symptomOnly ?? false,
    waiting: info.waiting ?? false,
    container: finding.container ?? null,
    tasks: [...new Set((finding.tasks ?? []).map(taskId))],
    headline: headline.text,
    elastic: headline.parts,
    explains: info.explains,
    evidence: withoutEchoes(quotes.slice(0, MOST_QUOTES)),
    ...(quotes.length > MOST_QUOTES && { moreEvidence: quotes.length - MOST_QUOTES }),
    facts: finding.facts ?? [],
    fix: finding.fix,
    ...(finding.seen && { seen: finding.seen }),
    ...(finding.aside && { aside: true }),
    docs: finding.docs ?? info.docs,
  };
}

/** IAM's delay for new roles and policies concerns what they allow. An explicit deny overrides every allow, however old. */
function traitsOf({ traits }: CauseInfo, { deniedForGood }: Finding): { readonly traits?: Traits } {
  if (!traits) return {};
  if (!deniedForGood) return { traits };
  const { deniedToNewRoles: _new, settledOnUpdate: _settled, ...lasting } = traits;
  return { traits: lasting };
}

/** Each is compared with each, and nobody reads more. */
const MOST_QUOTES = 50;

/** A service event repeats the whole stop reason of the task: the shorter text is enough. */
function withoutEchoes(quotes: readonly string[]): readonly string[] {
  const texts = quotes.map((q) => normalise(q).replace(/\.$/, ''));
  const repeats = (i: number, k: number) => (
    texts[k].length < texts[i].length ? texts[i].includes(texts[k]) : k < i && texts[k] === texts[i]);
  return quotes.filter((_, i) => !texts.some((_text, k) => repeats(i, k)));
}
