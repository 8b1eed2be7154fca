import { definitionOf } from './containers';
import { Frame } from '../../facts/model';

/** Entry point and command of the task definition, where it has them. */
export function commandFacts(frame: Frame, container: string | undefined): readonly string[] {
  const definition = definitionOf(frame, container);
  const words = (list: readonly string[] | undefined) => (list?.length ? JSON.stringify(list.map(withoutSecret)) : undefined);
  return [
    words(definition?.entryPoint) && `entryPoint in the task definition: ${words(definition?.entryPoint)}`,
    words(definition?.command) && `command in the task definition: ${words(definition?.command)}`,
  ].filter((f): f is string => Boolean(f));
}

/** A long word of hexadecimal digits is a key of an agent or the like, except after `sha256:`. */
function withoutSecret(word: string): string {
  return /^[0-9a-f]{32,}$/i.test(word) ? '***' : word;
}
