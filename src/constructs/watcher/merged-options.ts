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
