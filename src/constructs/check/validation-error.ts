import { IConstruct } from 'constructs';

/** aws-cdk-lib does not export its own. The place first: the reader wants to know where in the app to look. */
export class ValidationError extends Error {
  /** @param where a construct, told by its path (that of an app is empty), or the name of a class that is no construct */
  constructor(where: IConstruct | string, problem: string) {
    super(`${typeof where === 'string' ? where : where.node.path || 'App'}: ${problem}`);
    this.name = 'ValidationError';
  }
}
