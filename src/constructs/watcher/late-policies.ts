import { IResolvable } from 'aws-cdk-lib';
import { CfnRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { policyDocument } from './permissions';
import { LateResources } from '../template/cdk-internals';
import { logicalIdOf } from '../template/dependencies';

export interface LatePolicy {
  /** Part of its logical id and its name: the same in every synthesis. */
  readonly id: string;
  readonly statements: readonly PolicyStatement[];
  readonly condition?: IResolvable;
}

/**
 * Policies of the role that only the complete app knows; mostly none. So one construct renders all of them: a construct for every service
 * or cluster would mostly render nothing, and would cost time in every synthesis.
 */
export class LatePolicies {
  private readonly resources: LateResources;

  /** @param policies read when the app is complete */
  constructor(scope: Construct, private readonly id: string, private readonly role: CfnRole, policies: () => readonly LatePolicy[]) {
    this.resources = new LateResources(scope, id, () => (
      Object.fromEntries(policies().map((policy) => [`${logicalIdOf(this.resources)}${policy.id}`, this.render(policy)]))
    ));
  }

  private render({ id, statements, condition }: LatePolicy): object {
    return {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: `${this.id}${id}`, Roles: [this.role.ref], PolicyDocument: policyDocument(statements) },
      Condition: condition,
    };
  }
}
