import { VirtualClock } from '../clock';
import { Timer } from '../world';

/** Code outside of the lab that is on its clock. While it is awake, lab time does not move; it sleeps until a given moment. */
export class Presence {
  private release: () => void = () => undefined;
  private asleep: { readonly timer: Timer; readonly end: (woken: boolean) => void } | undefined;
  private gone = false;

  constructor(private readonly clock: VirtualClock) {
    this.wake();
  }

  /** Resolves with `true` at that moment, awake; or with `false` as soon as another sleep replaces this one. */
  sleepUntil(at: number): Promise<boolean> {
    this.end(false);
    return new Promise((resolve) => {
      const timer = this.clock.after(at - this.clock.now(), () => {
        // First of all, so that the lab does not go on before it is awake.
        this.wake();
        this.end(true);
      });
      this.asleep = { timer, end: resolve };
      this.release();
    });
  }

  /** From now on, lab time goes on without it. */
  leave(): void {
    this.gone = true;
    this.end(false);
    this.release();
  }

  private end(woken: boolean): void {
    const { asleep } = this;
    this.asleep = undefined;
    asleep?.timer.cancel();
    asleep?.end(woken);
  }

  private wake(): void {
    if (this.gone) return;
    void this.clock.hold(new Promise<void>((resolve) => { this.release = resolve; }));
  }
}
