import { SCHEDULER_TICK_MS } from './durations';
import { EcsLab, ServiceState } from './model';

/** Lets the scheduler look at the service `ms` from now, or earlier if an earlier look is due already. */
export function wake(lab: EcsLab, service: ServiceState, ms = SCHEDULER_TICK_MS): void {
  const at = lab.world.clock.now() + ms;
  if (service.wakeUp && service.wakeUp.at <= at) return;
  service.wakeUp?.timer.cancel();
  const timer = lab.world.clock.after(ms, () => {
    service.wakeUp = undefined;
    lab.schedule(service);
  });
  service.wakeUp = { at, timer };
}
