import { Cause, Certainty, STAGES } from './model';
import { largest, smallest } from './text';
import { CauseId } from '../contract';

const CERTAINTY: { readonly [c in Certainty]: number } = { certain: 0, probable: 1, possible: 2 };

/**
 * Best first. A real cause goes before a symptom, and both go before a wait. A cause that usually heals by itself goes behind one that more
 * tasks show. Then the more certain goes first, then the earlier in the life of a task, then the more frequent.
 */
export function rank(causes: readonly Cause[]): readonly Cause[] {
  const most = largest(causes.filter((c) => c.retry !== 'likely').map((c) => c.tasks.length), 0);
  const surest = surestById(causes);
  const key = (c: Cause) => [
    kindOrder(c),
    // one failure that usually heals proves nothing; one in each task does
    c.retry === 'likely' && c.tasks.length < most ? 1 : 0,
    smallest((c.explains ?? []).flatMap((id) => surest.get(id) ?? []), sureness(c)),
    STAGES.indexOf(c.stage),
    c.explains?.some((id) => surest.has(id)) ? 0 : 1,
    // a statement of AWS goes before a bare exit code, which counts as certain, too (`Finding.plain`)
    CERTAINTY[c.certainty],
    -c.tasks.length,
  ];
  return merge(causes)
    .map((cause, index) => ({ cause, key: [...key(cause), index] }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ cause }) => cause);
}

/** How sure the surest cause with each id is; Infinity: there are only symptoms with it. */
function surestById(causes: readonly Cause[]): ReadonlyMap<CauseId, number> {
  const surest = new Map<CauseId, number>();
  for (const cause of causes) {
    surest.set(cause.id, Math.min(surest.get(cause.id) ?? Infinity, cause.symptomOnly ? Infinity : sureness(cause)));
  }
  return surest;
}

/** A real cause, a symptom, a wait. */
function kindOrder(cause: Cause): number {
  if (cause.waiting) return 2;
  return cause.symptomOnly ? 1 : 0;
}

/** A plain statement (`Finding.plain`) is certain, even if its own reason is unknown. */
function sureness(cause: Cause): number {
  return cause.plain ? 0 : CERTAINTY[cause.certainty];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((n, k) => n !== b[k]);
  return i < 0 ? 0 : a[i] - b[i];
}

/** The same cause of the same container is one cause, with the tasks and texts of both. */
function merge(causes: readonly Cause[]): readonly Cause[] {
  const groups = new Map<string, Cause>();
  for (const cause of causes) {
    const key = `${cause.id} ${cause.container ?? ''}`;
    const known = groups.get(key);
    groups.set(key, known ? join(known, cause) : cause);
  }
  return [...groups.values()];
}

function join(a: Cause, b: Cause): Cause {
  const [best, other] = CERTAINTY[b.certainty] < CERTAINTY[a.certainty] ? [b, a] : [a, b];
  return {
    ...best,
    tasks: [...new Set([...best.tasks, ...other.tasks])],
    evidence: [...new Set([...best.evidence, ...other.evidence])],
    ...((best.moreEvidence || other.moreEvidence) && { moreEvidence: (best.moreEvidence ?? 0) + (other.moreEvidence ?? 0) }),
    facts: [...new Set([...best.facts, ...other.facts])],
  };
}
