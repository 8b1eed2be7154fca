import { causeEntries, DEFAULT_OPTIONS, MAX_TIMEOUT_SECONDS, WatchOptions } from '../contract';

/**
 * Options of the custom resource, which were checked at synth. An option that is not readable all the same (a property overridden by hand)
 * has its default: that is better than no watch.
 */
export function readOptions(json: unknown): WatchOptions {
  const given = parse(json);
  const number = (key: keyof WatchOptions, min: number, max: number) => {
    const value = Number(given[key] ?? DEFAULT_OPTIONS[key]);
    return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : Number(DEFAULT_OPTIONS[key]);
  };
  return {
    mode: given.mode === 'REPORT' ? 'REPORT' : 'FAIL',
    failureThreshold: number('failureThreshold', 1, 100),
    stuckAfterSeconds: number('stuckAfterSeconds', 0, MAX_TIMEOUT_SECONDS),
    timeoutSeconds: number('timeoutSeconds', 1, MAX_TIMEOUT_SECONDS),
    onTimeout: given.onTimeout === 'FAIL' ? 'FAIL' : 'HAND_OVER',
    causes: Object.fromEntries(causeEntries(isObject(given.causes) ? given.causes : {})
      .map(([id, tasks]) => [id, Number(tasks)] as const).filter(([, tasks]) => tasks >= 0)),
    logLines: number('logLines', 0, 100),
    redact: Array.isArray(given.redact) ? given.redact.filter((pattern) => typeof pattern === 'string') : [],
  };
}

function parse(json: unknown): { readonly [option: string]: unknown } {
  try {
    const value: unknown = typeof json === 'string' ? JSON.parse(json) : json;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
