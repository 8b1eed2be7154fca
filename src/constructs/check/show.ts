import { Duration, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** A value as an error message shows it. */
export function show(value: unknown): string {
  // First: a construct may also be a token.
  if (Construct.isConstruct(value)) return `the construct ${value.node.path || 'App'}`;
  if (Token.isUnresolved(value) || (isDuration(value) && value.isUnresolved())) return 'a token (the value must be known at synthesis)';
  if (isDuration(value)) return value.toString();
  if (value instanceof RegExp) return String(value);
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return typeof value;
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // JSON refuses an object that refers to itself.
    return 'an object';
  }
}

// By shape, not instanceof: an app may load two copies of a library.
export function isDuration(value: unknown): value is Duration {
  return typeof value === 'object' && value !== null && 'toSeconds' in value && 'isUnresolved' in value;
}
