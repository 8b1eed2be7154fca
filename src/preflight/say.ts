import { Known } from './known';
import { Answer, CheckName, Finding, Request } from './model';
import { ForeseenCause } from './pages';

interface Fault {
  readonly cause: ForeseenCause;
  readonly fix: string;
}

/** Makes the findings of one check about one thing. */
export interface Say {
  ok(text: string, ...read: readonly Request[]): Finding;
  skip(text: string, ...read: readonly Request[]): Finding;
  warn(text: string, fault: Fault, ...read: readonly Request[]): Finding;
  fail(text: string, fault: Fault, ...read: readonly Request[]): Finding;
  /** An answer that is none. */
  unread(request: Request, answer: Answer): Finding;
}

export function sayOf(check: CheckName, subject: string): Say {
  const base = (read: readonly Request[]) => ({ check, subject, read: read.map(({ call }) => call) });
  return {
    ok: (text, ...read) => ({ ...base(read), outcome: 'OK', text }),
    skip: (text, ...read) => ({ ...base(read), outcome: 'SKIP', text }),
    warn: (text, fault, ...read) => ({ ...base(read), outcome: 'WARN', text, ...fault }),
    fail: (text, fault, ...read) => ({ ...base(read), outcome: 'FAIL', text, ...fault }),
    unread: (request, answer) => {
      const { action, resource } = request.needs;
      if (answer.kind === 'denied') {
        const grant = { action: answer.action || action, resource };
        return { ...base([request]), outcome: 'SKIP', text: `not readable: grant ${grant.action} on ${grant.resource}`, grant };
      }
      const why = answer.kind === 'unread' ? answer.reason : 'the answer of AWS has another form than it documents';
      return { ...base([request]), outcome: 'SKIP', text: why };
    },
  };
}

/** What holds of anything that the app makes itself, or whose name is not known before the deployment; undefined: its name is a text. */
export function beforehand(known: Known, say: Say): Finding | undefined {
  if (known.unknown !== undefined) return say.skip(known.unknown);
  const [first] = known.made ?? [];
  return first && say.ok('it is made by the app');
}

/** undefined: there is none, whatever the reason. */
export function outputOf<T>(
  answer: { readonly kind: 'output'; readonly output: T } | { readonly kind: 'absent' | 'denied' | 'unread' } | undefined,
): T | undefined {
  return answer?.kind === 'output' ? answer.output : undefined;
}
