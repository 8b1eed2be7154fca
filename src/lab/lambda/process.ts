import { ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHILD_SCRIPT } from './child';

interface ThrownError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** How an invocation ended inside the child. `elapsedMs`: lab time that passed in it beyond the modelled cost. */
export type ChildOutcome =
  | { readonly kind: 'result'; readonly payload: string; readonly elapsedMs: number }
  | { readonly kind: 'error'; readonly error: ThrownError; readonly elapsedMs: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'exit'; readonly code: number | null };

interface ChildInvocation {
  readonly event: unknown;
  readonly requestId: string;
  readonly functionArn: string;
  /** Lab time that the function sees. */
  readonly now: number;
  readonly timeoutMs: number;
}

/** Real time after which a function that does not return is killed: an endless loop in its code must not block the lab. */
const SAFETY_MS = 20_000;

interface Message {
  readonly type: 'ready' | 'log' | 'result' | 'error' | 'timeout' | 'slowed';
  readonly at?: number;
  readonly text?: string;
  readonly id?: number;
  readonly payload?: string;
  readonly elapsed?: number;
  readonly memory?: number;
  /** No call of the function is still under way. */
  readonly idle?: boolean;
  readonly error?: { readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] };
}

/** How many may wait: a lab has one function, with nested stacks two. */
const SPARES = 2;

/**
 * Processes of functions that are gone, for those of the next lab. Such a function starts cold, as in a new process: its code and its
 * environment are its own. What it saves is the start of Node.js and the compilation.
 */
export class SpareProcesses {
  private readonly waiting: ChildProcess[] = [];

  keep(child: ChildProcess): void {
    if (this.waiting.length >= SPARES) {
      child.kill('SIGKILL');
      return;
    }
    child.once('exit', () => this.waiting.splice(this.waiting.indexOf(child), 1));
    this.waiting.push(child);
  }

  take(environment: { readonly [name: string]: string | undefined }, now: number): ChildProcess | undefined {
    const child = this.waiting.pop();
    child?.removeAllListeners();
    // One that has just died ends the invocation that follows.
    child?.send({ type: 'renew', environment, now }, () => undefined);
    return child;
  }

  close(): void {
    for (const child of this.waiting.splice(0)) {
      child.removeAllListeners();
      child.kill('SIGKILL');
    }
  }
}

/** One warm child process; it is started when first needed and again after a crash. */
export class FunctionProcess {
  private child: ChildProcess | undefined;
  /** What a spare process still sends about its last function comes before it is ready. */
  private ready = false;
  private idle = false;
  private readonly folder = mkdtempSync(join(tmpdir(), 'lab-function-'));
  private settle: ((outcome: ChildOutcome) => void) | undefined;
  /** Calls that take lab time: several may be under way at once. */
  private readonly slowed = new Map<number, () => void>();
  private slowCalls = 0;
  /** Maximum resident memory of a child at the end of an invocation (of every eighth), in MB, with the lab's own code in it. */
  peakMemoryMb = 0;

  constructor(
    private readonly environment: { readonly [name: string]: string },
    private readonly log: (at: number, text: string) => void,
    private readonly spares?: SpareProcesses,
  ) {
    writeFileSync(join(this.folder, 'runtime.js'), CHILD_SCRIPT);
  }

  get warm(): boolean {
    return this.child !== undefined;
  }

  invoke(invocation: ChildInvocation): Promise<ChildOutcome> {
    const child = this.child ??= this.start(invocation.now);
    this.idle = false;
    return new Promise((resolve) => {
      const safety = setTimeout(() => this.end({ kind: 'timeout' }), SAFETY_MS);
      this.settle = (outcome) => {
        clearTimeout(safety);
        this.settle = undefined;
        this.endSlowCalls();
        resolve(outcome);
      };
      child.send({ type: 'invoke', ...invocation }, (error) => {
        if (error) this.end({ kind: 'exit', code: null });
      });
    });
  }

  /**
   * A call that is under way takes lab time, or never ends. Resolves when that time is over, or the function's clock knows that there is
   * no end.
   */
  slow(seconds: number | 'for ever'): Promise<void> {
    const child = this.child;
    if (!child?.connected || !this.settle) return Promise.resolve();
    return new Promise((resolve) => {
      const id = ++this.slowCalls;
      this.slowed.set(id, resolve);
      child.send({ type: 'slow', id, seconds });
    });
  }

  /** Kills the child; the invocation under way, if any, ends with `outcome`. */
  end(outcome: ChildOutcome): void {
    const child = this.child;
    this.child = undefined;
    child?.removeAllListeners();
    child?.kill('SIGKILL');
    this.endSlowCalls();
    this.settle?.(outcome);
  }

  private endSlowCalls(): void {
    for (const resolve of this.slowed.values()) resolve();
    this.slowed.clear();
  }

  close(): void {
    if (this.child?.connected && this.idle && this.spares) {
      this.child.removeAllListeners();
      this.spares.keep(this.child);
      this.child = undefined;
    }
    this.end({ kind: 'exit', code: null });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private start(now: number): ChildProcess {
    const env = { PATH: process.env.PATH, ...this.environment, LAB_NOW: String(now) };
    this.ready = false;
    const child = this.spares?.take(env, now) ?? fork(join(this.folder, 'runtime.js'), [], {
      execArgv: [],
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (message) => this.receive(message as Message));
    child.on('exit', (code) => {
      if (this.child === child) this.end({ kind: 'exit', code });
    });
    return child;
  }

  private receive(message: Message): void {
    this.ready ||= message.type === 'ready';
    if (!this.ready) return;
    switch (message.type) {
      case 'log': this.log(message.at ?? 0, message.text ?? ''); break;
      case 'slowed':
        this.slowed.get(message.id ?? 0)?.();
        this.slowed.delete(message.id ?? 0);
        break;
      case 'result':
        this.idle = message.idle ?? false;
        this.peakMemoryMb = Math.max(this.peakMemoryMb, message.memory ?? 0);
        this.settle?.({ kind: 'result', payload: message.payload ?? 'null', elapsedMs: message.elapsed ?? 0 });
        break;
      case 'error': {
        const error = message.error ?? { errorType: 'Error', errorMessage: '', trace: [] };
        this.settle?.({ kind: 'error', error, elapsedMs: message.elapsed ?? 0 });
        break;
      }
      case 'timeout': this.end({ kind: 'timeout' }); break;
      default:
    }
  }
}
