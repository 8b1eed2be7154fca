import { IConstruct } from 'constructs';

/** aws-cdk-lib does not export its own. Path first: the reader wants to know where in the app to look. */
export class ValidationError extends Error {
  constructor(where: IConstruct, problem: string) {
    super(`${where.node.path}: ${problem}`);
    this.name = 'ValidationError';
  }
}
