import { CfnResource } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { logStatements, policyDocument } from './permissions';
import { LogNames } from './policy-size';
import { mirroredCondition } from '../service/mirror';
import { LateResources } from '../template/cdk-internals';
import { logicalIdOf } from '../template/dependencies';
import { pathInStage, shortHash } from '../template/stable-names';

/**
 * Policies of the services whose log groups are not shared, each under the condition of its service; mostly none. Only the complete app
 * knows which services these are. So one construct renders all of these policies: a construct for every service would mostly render
 * nothing, and would cost time in every synthesis.
 */
export class LogPolicies {
  private readonly resources: LateResources;

  /** @param places log groups by service, of the services that have a policy here; read when the app is complete */
  constructor(scope: Construct, private readonly role: CfnRole, private readonly places: () => LogNames['own'] | undefined) {
    this.resources = new LateResources(scope, 'ReadLogs', () => this.render());
  }

  public logicalIdOf(service: CfnResource): string {
    return `${logicalIdOf(this.resources)}${shortHash(pathInStage(service))}`;
  }

  private render(): { readonly [logicalId: string]: unknown } {
    return Object.fromEntries([...this.places() ?? []].map(([service, places]) => [this.logicalIdOf(service), {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: `ReadLogs${shortHash(pathInStage(service))}`,
        Roles: [this.role.ref],
        PolicyDocument: policyDocument(logStatements(this.resources.stack, places)),
      },
      Condition: mirroredCondition(service),
    }]));
  }
}
