import type { FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { callFake, World } from '../world';

/** Lines of a log group that can be read by now, oldest first. Throws `ResourceNotFoundException` if there is no such group. */
export function readLogLines(world: World, logGroupName: string): readonly string[] {
  const lines: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = callFake(world, 'logs', 'FilterLogEvents', { logGroupName, nextToken }) as FilterLogEventsResponse;
    for (const event of page.events ?? []) lines.push(event.message ?? '');
    nextToken = page.nextToken;
  } while (nextToken);
  return lines;
}
