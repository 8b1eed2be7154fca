import { CfnResource } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { DIAGNOSIS_ID } from '../contract';
import { checkIsStruct, checkOptions } from './check/check-options';
import { ValidationError } from './check/validation-error';
import { EcsDeploymentDiagnosisOptions } from './diagnosis-options';
import { findService, FoundService, whyNotFound } from './service/find-service';
import { whyNotAttached } from './watcher/not-attached';
import { Attached, cannotBeDiagnosed, ServiceWatch } from './watcher/service-watch';

/** Properties of `EcsDeploymentDiagnosis`. */
export interface EcsDeploymentDiagnosisProps extends EcsDeploymentDiagnosisOptions {
  /**
   * The service to watch: any L2 service of `aws-cdk-lib/aws-ecs` that this app creates, the `service` of a construct of
   * `aws-ecs-patterns`, or a `CfnService`.
   */
  readonly service: IConstruct;
}

/**
 * Watches the deployments of one ECS service while CloudFormation creates or updates it, and fails the stack operation with the cause
 * when a deployment cannot succeed.
 *
 * The custom resource is always below the service, whatever the scope of this construct. So its logical id is the same however the
 * diagnosis is attached. A service has one watch: a second diagnosis of the same service only sets the options that are not set yet.
 * `enabled` has an order of its own; of two in the same row, the first wins:
 *
 * | `enabled` is set by | it overrides |
 * |---|---|
 * | this construct or `DiagnosedFargateService` | a mixin, an aspect |
 * | a mixin | an aspect |
 * | an aspect | nothing: an aspect never removes a diagnosis that is attached otherwise |
 *
 * A service that is diagnosed without `enabled` counts as not set: `enabled: false` of this construct or of a mixin removes its diagnosis,
 * and a further diagnosis without `enabled` does not bring it back.
 */
export class EcsDeploymentDiagnosis extends Construct {
  /**
   * The watch of the service, which all its diagnoses share.
   *
   * @internal
   */
  public readonly _watch: ServiceWatch;

  /**
   * Attaches a diagnosis to a service.
   *
   * @param scope any scope: the custom resource is below the service in any case
   * @param id of this construct within the scope (no logical id depends on it)
   * @param props the service, and how its deployments are diagnosed
   */
  constructor(scope: Construct, id: string, props: EcsDeploymentDiagnosisProps) {
    super(scope, id);
    checkIsStruct(this, 'props', props);
    const { service: construct, ...options } = (props as Partial<EcsDeploymentDiagnosisProps> | undefined) ?? {};
    if (!Construct.isConstruct(construct)) {
      throw new ValidationError(this, `service must be an ECS service that this app creates, got ${typeof construct}`);
    }
    const service = findService(construct);
    const isOfService = scope === service?.host && id === DIAGNOSIS_ID;
    const where = isOfService ? scope : this;
    if (!service) throw new ValidationError(where, whyNotFound(construct));
    checkOptions(where, isOfService ? 'diagnosis.' : '', options, ['service']);
    const problem = options.enabled === false ? undefined : whyNotAttached(service);
    if (problem) throw new ValidationError(where, cannotBeDiagnosed(service, problem, Attached.BY_NAME));
    this._watch = isOfService ? new ServiceWatch(this, service, options) : attach(service, options, Attached.BY_NAME);
  }

  /** The custom resource that watches; absent if `enabled` is `false`. */
  public get resource(): CfnResource | undefined {
    return this._watch.resource;
  }
}

/** The watch of a service, if it has one already. */
export function watchOf(service: FoundService): ServiceWatch | undefined {
  return watchIn(service.host.node.tryFindChild(DIAGNOSIS_ID));
}

/** The watch that a construct has, if it is a diagnosis. */
export function watchIn(construct: IConstruct | undefined): ServiceWatch | undefined {
  // By shape, not instanceof: an app may load two copies of a library.
  return construct && '_watch' in construct ? (construct as EcsDeploymentDiagnosis)._watch : undefined;
}

/** The watch of a service with these options added: that of the diagnosis below the service, which is made if there is none. */
export function attach(service: FoundService, options: EcsDeploymentDiagnosisOptions, who: Attached): ServiceWatch {
  const existing = watchOf(service);
  if (existing) {
    existing.add(options, who);
    return existing;
  }
  const taken = service.host.node.tryFindChild(DIAGNOSIS_ID);
  if (taken) {
    throw new ValidationError(taken, `the id ${DIAGNOSIS_ID} is that of the diagnosis of the service; give this construct another id`);
  }
  const { _watch: watch } = new EcsDeploymentDiagnosis(service.host, DIAGNOSIS_ID, { ...options, service: service.host });
  watch.setAttachedBy(who);
  return watch;
}
