import { IConstruct } from 'constructs';

/** aws-cdk-lib 2.189 does not export its own. The message begins with the place in the app. */
export class ValidationError extends Error {
  /** @param where a construct, shown by its path (that of an app is empty), or the name of a class that is not a construct */
  constructor(where: IConstruct | string, problem: string) {
    super(`${typeof where === 'string' ? where : where.node.path || 'App'}: ${problem}`);
    this.name = 'ValidationError';
  }
}
