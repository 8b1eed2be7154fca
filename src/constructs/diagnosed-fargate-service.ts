import { Annotations } from 'aws-cdk-lib';
import { FargateService, FargateServiceProps } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { checkIsStruct } from './check/check-options';
import { EcsDeploymentDiagnosisOptions } from './diagnosis-options';
import { EcsDeploymentDiagnosis } from './ecs-deployment-diagnosis';
import { DIAGNOSIS_ID } from '../contract';
import { findService } from './service/find-service';
import { whyNotAttached } from './watcher/not-attached';

/** Properties of `DiagnosedFargateService`: those of `FargateService`, and how its deployments are diagnosed. */
export interface DiagnosedFargateServiceProps extends FargateServiceProps {
  /**
   * How deployments of this service are watched, and when a diagnosis fails them.
   *
   * @default - watched; a positive diagnosis fails the deployment (the defaults of the options)
   */
  readonly diagnosis?: EcsDeploymentDiagnosisOptions;
}

/**
 * A `FargateService` whose failed deployments name their root cause in the CloudFormation events.
 *
 * In the template it is the same `AWS::ECS::Service`, property by property. So changing the class of an existing service changes, replaces
 * or redeploys nothing.
 */
export class DiagnosedFargateService extends FargateService {
  /** The diagnosis of the deployments of this service. */
  public readonly diagnosis: EcsDeploymentDiagnosis;

  /**
   * Makes the service and the diagnosis of its deployments. It throws if an option of the diagnosis is not valid.
   *
   * @param scope as for `FargateService`
   * @param id as for `FargateService`: the logical id of the service is the same
   * @param props those of `FargateService`, and `diagnosis`
   */
  constructor(scope: Construct, id: string, props: DiagnosedFargateServiceProps) {
    super(scope, id, props);
    checkIsStruct(this, 'diagnosis', props.diagnosis);
    const service = findService(this);
    const problem = service && props.diagnosis?.enabled !== false ? whyNotAttached(service) : undefined;
    if (problem) {
      Annotations.of(this).addWarningV2('cdk-diagnosed-fargate:notWatched',
        `Deployments of this service are not diagnosed, because ${problem}. Set diagnosis: { enabled: false } if this is intended.`);
    }
    this.diagnosis = new EcsDeploymentDiagnosis(this, DIAGNOSIS_ID, {
      ...props.diagnosis,
      ...(problem ? { enabled: false } : {}),
      service: this,
    });
  }
}
