/** One line in a stream. AWS's own timestamps: milliseconds since the epoch. */
export interface StoredEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
  readonly ingestionTime: number;
  /** Reads before this moment do not see the line: CloudWatch Logs is eventually consistent. */
  readonly readableAt: number;
}

export interface LogStreamState {
  readonly name: string;
  readonly arn: string;
  readonly creationTime: number;
  /** In the order of arrival, which is the order in which they become readable. */
  readonly events: StoredEvent[];
}

export interface LogGroupState {
  readonly name: string;
  readonly arn: string;
  readonly creationTime: number;
  retentionInDays?: number;
  readonly tags: { readonly [name: string]: string };
  readonly streams: Map<string, LogStreamState>;
}

export interface LogsSwitches {
  /** [min, max] seconds until a line can be read [model]. */
  readonly lateness: readonly [number, number];
  /**
   * Every n-th search starts with an empty page that has a nextToken, as FilterLogEvents documents; 0: never.
   */
  readonly emptyPageEvery: number;
  /**
   * The newest pages of GetLogEvents that are empty although the stream has lines: a page "might only be partially full, or even empty"
   * (API Reference, GetLogEvents; boto/boto3#3718, aws/aws-sdk-net#3218, dstackai/dstack#2501: mostly with startFromHead false). How many
   * there are is not known.
   */
  readonly emptyTailPages: number;
}

export const DEFAULT_SWITCHES: LogsSwitches = { lateness: [1, 5], emptyPageEvery: 3, emptyTailPages: 1 };
