/** Times of AWS are ISO texts; `…At` are milliseconds of the clock of the machine that runs the kit. */

export interface SeenEvent {
  readonly at: string;
  readonly eventId: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

/** What a look at a moment has shown. A recording keeps a sample only if it differs from the one before. */
export interface Sample {
  readonly at: number;
  readonly stackStatus?: string;
  readonly lastUpdated?: string;
  readonly resource?: { readonly status: string; readonly physicalId: string; readonly updated?: string };
  readonly service?: SeenService;
}

export interface SeenService {
  readonly deployments: readonly {
    readonly id: string;
    readonly status: string;
    readonly rolloutState?: string;
    readonly failedTasks: number;
    readonly taskDefinition: string;
  }[];
  /** In the order of ListServiceDeployments. */
  readonly serviceDeployments: readonly {
    readonly arn: string; readonly createdAt: string; readonly status: string; readonly targetRevision: string;
  }[];
  /** `startedBy` of each task that is listed. */
  readonly startedBy: readonly string[];
}

/** One stack operation. */
export interface Operation {
  readonly kind: 'create' | 'update' | 'delete';
  readonly stackName: string;
  readonly stackId: string;
  /** When our request was accepted. */
  readonly requestedAt: number;
  readonly endedAt: number;
  /** Oldest first. */
  readonly events: readonly SeenEvent[];
  readonly samples: readonly Sample[];
  /** Reads that failed and left a hole. */
  readonly gaps: number;
}
