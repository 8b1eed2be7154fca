/**
 * Replaces `@smithy/core/event-streams` in the watcher's bundle (scripts/bundle-watcher.mjs). Of the operations of the five clients only
 * StartLiveTail of CloudWatch Logs answers with an event stream (its API Reference), and the watcher never calls it.
 */
export const eventStreamSerdeProvider = () => undefined;

export const resolveEventStreamSerdeConfig = <T extends object>(config: T): T => config;

export class EventStreamSerde {
  constructor() {
    throw new Error('the watcher reads no event streams');
  }
}
