/** The part of an ARN, an id or a path after its last slash. */
export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
