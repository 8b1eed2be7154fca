import { runningTasks } from './tasks';
import { Frame, Task } from '../../facts/model';

/** Where a task was placed. */
interface Place {
  readonly zone?: string;
  readonly subnet?: string;
}

/** Failed tasks that are all in one place, while a task of the same deployment runs in another: what differs is the way from there. */
export interface Split {
  /** `ap-northeast-1c (subnet-0b2c)` */
  readonly failing: string;
  readonly running: string;
}

function placeOf({ availabilityZone, attachments = [] }: Task): Place {
  const details = attachments.flatMap((a) => a.details ?? []);
  return { zone: availabilityZone, subnet: details.find(({ name }) => name === 'subnetId')?.value };
}

/** Two failed tasks at least: one can be chance. */
export function splitByPlace(frame: Frame, failed: readonly Task[]): Split | undefined {
  const [bad, good] = [failed.map(placeOf), runningTasks(frame).map(placeOf)];
  if (bad.length < 2 || !good.length) return undefined;
  return split(bad, good, ({ zone }) => zone) ?? split(bad, good, ({ subnet }) => subnet);
}

function split(bad: readonly Place[], good: readonly Place[], by: (place: Place) => string | undefined): Split | undefined {
  const [first, ...others] = [...new Set(bad.map(by))];
  if (first === undefined || others.length || good.some((place) => by(place) === first || by(place) === undefined)) return undefined;
  return { failing: named(bad[0]), running: [...new Set(good.map(named))].join(', ') };
}

function named({ zone, subnet }: Place): string {
  if (!zone) return subnet ?? '';
  return subnet ? `${zone} (${subnet})` : zone;
}
