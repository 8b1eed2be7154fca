import { causeEntries, CauseId, DEFAULT_OPTIONS, WatchOptions } from '../../contract';
import { EcsDeploymentDiagnosisOptions } from '../diagnosis-options';

type Options = EcsDeploymentDiagnosisOptions;

/** Options of two diagnoses of one service: those of the nearer one win, cause by cause. */
export function mergedOptions(nearer: Options, farther: Options): Options {
  return { ...farther, ...given(nearer), causes: { ...farther.causes, ...nearer.causes } };
}

/** The options that are set; undefined counts as not set. */
export function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Checked options as the watcher reads them, defaults filled in. */
export function toWatchOptions(options: EcsDeploymentDiagnosisOptions): WatchOptions {
  const causes = causeEntries(options.causes ?? {}).map(([id, policy]): readonly [id: CauseId, tasks: number] => [id, policy.tasks]);
  return {
    mode: options.mode ?? DEFAULT_OPTIONS.mode,
    failureThreshold: options.failureThreshold ?? DEFAULT_OPTIONS.failureThreshold,
    stuckAfterSeconds: options.stuckAfter?.toSeconds() ?? DEFAULT_OPTIONS.stuckAfterSeconds,
    timeoutSeconds: options.timeout?.toSeconds() ?? DEFAULT_OPTIONS.timeoutSeconds,
    onTimeout: options.onTimeout ?? DEFAULT_OPTIONS.onTimeout,
    // Sorted: a map of Java or Go comes in another order each time, and CloudFormation would see that as a change.
    causes: Object.fromEntries([...causes].sort(([a], [b]) => (a < b ? -1 : 1))),
    logLines: options.logLines ?? DEFAULT_OPTIONS.logLines,
    redact: options.redact ?? DEFAULT_OPTIONS.redact,
  };
}
