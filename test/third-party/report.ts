import { KnownService } from './compare';

/** What an app writes after its synthesis with the aspect. */
export interface Report {
  /** Of the aws-cdk-lib that the app uses. */
  readonly version: string;
  readonly services: readonly KnownService[];
}

/** Name of the environment variable with the file for the report. */
export const REPORT_VARIABLE = 'CDK_DIAGNOSED_FARGATE_REPORT';
