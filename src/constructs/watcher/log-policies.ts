import { CfnElement, CfnResource } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { pathInStage } from './path-in-stage';
import { logStatements, policyDocument } from './permissions';
import { mirroredCondition } from './service-mirror';
import { shortHash } from './short-hash';
import { LogPlace } from './task-logs';

/**
 * Policies of the services whose log groups are not shared, each under the condition of its service; mostly none. One element for all of them,
 * because which they are only the complete app tells: a construct for every service would mostly be an empty one.
 */
export class LogPolicies extends CfnElement {
  /** @param places where a service logs, of those that have a policy here; read when the app is complete */
  constructor(scope: Construct, private readonly role: CfnRole, private readonly places: () => ReadonlyMap<CfnResource, readonly LogPlace[]> | undefined) {
    super(scope, 'ReadLogs');
  }

  public logicalIdOf(service: CfnResource): string {
    return `${String(this.stack.resolve(this.logicalId))}${shortHash(pathInStage(service))}`;
  }

  /** @internal */
  public _toCloudFormation(): object {
    const policies = [...this.places() ?? []].map(([service, places]) => [this.logicalIdOf(service), {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: `ReadLogs${shortHash(pathInStage(service))}`, Roles: [this.role.ref], PolicyDocument: policyDocument(logStatements(this.stack, places)),
      },
      Condition: mirroredCondition(service),
    }]);
    return policies.length ? { Resources: Object.fromEntries(policies) } : {};
  }
}
