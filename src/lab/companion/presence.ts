import { VirtualClock } from '../clock';
import { Timer } from '../world';

/** Somebody outside of the lab who lives on its clock: awake, and lab time stands still, or asleep until a moment. */
export class Presence {
  private release: () => void = () => undefined;
  private asleep: { readonly timer: Timer; readonly end: (woken: boolean) => void } | undefined;
  private gone = false;

  constructor(private readonly clock: VirtualClock) {
    this.wake();
  }

  /** Resolves at that moment, awake; or with `false` as soon as another sleep takes its place. */
  sleepUntil(at: number): Promise<boolean> {
    this.end(false);
    return new Promise((resolve) => {
      const timer = this.clock.after(at - this.clock.now(), () => {
        // Before anything else can happen in the lab.
        this.wake();
        this.end(true);
      });
      this.asleep = { timer, end: resolve };
      this.release();
    });
  }

  /** Lab time goes on without it. */
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
