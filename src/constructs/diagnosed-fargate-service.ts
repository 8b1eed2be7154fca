import { Annotations } from 'aws-cdk-lib';
import { FargateService, FargateServiceProps } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { checkIsStruct } from './check-options';
import { EcsDeploymentDiagnosisOptions } from './diagnosis-options';
import { EcsDeploymentDiagnosis } from './ecs-deployment-diagnosis';
import { findService, whyNotWatchedSoFar } from './find-service';
import { DIAGNOSIS_ID } from '../contract';

/** Properties of `DiagnosedFargateService`: those of `FargateService`, and how its deployments are diagnosed. */
export interface DiagnosedFargateServiceProps extends FargateServiceProps {
  /**
   * How deployments of this service are watched and when a diagnosis fails them.
   *
   * @default - watched; a positive diagnosis fails the deployment, see the defaults of the options
   */
  readonly diagnosis?: EcsDeploymentDiagnosisOptions;
}

/**
 * A `FargateService` whose failed deployments name their root cause in the CloudFormation events.
 *
 * In the template it is the same `AWS::ECS::Service`, property by property, so changing the class changes, replaces or redeploys nothing.
 */
export class DiagnosedFargateService extends FargateService {
  /** What watches the deployments of this service. */
  public readonly diagnosis: EcsDeploymentDiagnosis;

  /**
   * Makes the service and the diagnosis of its deployments.
   *
   * @param scope as for `FargateService`
   * @param id as for `FargateService`: the logical id of the service is the same
   * @param props those of `FargateService`, and `diagnosis`
   */
  constructor(scope: Construct, id: string, props: DiagnosedFargateServiceProps) {
    super(scope, id, props);
    checkIsStruct(this, 'diagnosis', props.diagnosis);
    const service = findService(this);
    const problem = service && whyNotWatchedSoFar(service);
    if (problem && props.diagnosis?.enabled !== false) {
      Annotations.of(this).addWarningV2('cdk-diagnosed-fargate:notWatched',
        `Deployments of this service are not diagnosed, because ${problem}. Set diagnosis: { enabled: false } to say that this is intended.`);
    }
    this.diagnosis = new EcsDeploymentDiagnosis(this, DIAGNOSIS_ID, {
      ...props.diagnosis,
      ...(problem ? { enabled: false } : {}),
      service: this,
    });
  }
}
