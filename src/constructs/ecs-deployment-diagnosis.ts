import { CfnResource, CustomResource, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { checkOptions, toWatchOptions } from './check-options';
import { EcsDeploymentDiagnosisOptions } from './diagnosis-options';
import { controllerAtLast, findService, FoundService, whyNotFound, whyNotWatched, whyNotWatchedSoFar } from './find-service';
import { mirrorAttributes, mirrored } from './service-mirror';
import { ValidationError } from './validation-error';
import { Watcher } from './watcher';
import { DIAGNOSIS_ID, DiagnosisResourceProperties, RESOURCE_TYPE } from '../contract';

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
 * The custom resource always has its place below the service, whatever the scope of this construct, so its logical id stays the same
 * however the diagnosis is attached. A service is watched once: a second diagnosis of the same service only adds the options that the
 * first left open.
 */
export class EcsDeploymentDiagnosis extends Construct {
  /** The custom resource that watches; absent where `enabled` is `false`. */
  public readonly resource?: CustomResource;

  private options: EcsDeploymentDiagnosisOptions;

  constructor(scope: Construct, id: string, props: EcsDeploymentDiagnosisProps) {
    super(scope, id);
    const { service: construct, ...options } = props;
    this.options = options;
    if (!Construct.isConstruct(construct)) throw new ValidationError(this, `service must be an ECS service that this app creates, got ${typeof construct}`);
    const service = findService(construct);
    const isPart = scope === service?.host && id === DIAGNOSIS_ID;
    const where = isPart ? scope : this;
    if (!service) throw new ValidationError(where, whyNotFound(construct));
    checkOptions(where, isPart ? 'diagnosis.' : '', options, ['service']);
    if (options.enabled === false) {
      if (!isPart) keepAway(service);
      return;
    }

    const problem = whyNotWatchedSoFar(service);
    if (problem) throw new ValidationError(where, cannot(service, problem));

    this.resource = isPart ? watch(this, service, () => this.options) : attached(service, props).resource;
  }

  /** @internal */
  public _fillIn(options: EcsDeploymentDiagnosisOptions) {
    const given = Object.fromEntries(Object.entries(this.options).filter(([, value]) => value !== undefined));
    this.options = { ...options, ...given, causes: { ...options.causes, ...this.options.causes } };
  }
}

function cannot(service: FoundService, problem: string): string {
  return `${service.host.node.path} cannot be diagnosed, because ${problem}; remove the diagnosis or set enabled: false`;
}

/** The diagnosis below a service, if there is one already. */
export function diagnosisOf(service: FoundService): EcsDeploymentDiagnosis | undefined {
  const existing = service.host.node.tryFindChild(DIAGNOSIS_ID);
  // By shape, not instanceof: an app may load two copies of a library.
  return existing && '_fillIn' in existing ? existing as EcsDeploymentDiagnosis : undefined;
}

/** The diagnosis below the service: the one that is there, or a new one. */
export function attached(service: FoundService, { service: _, ...options }: EcsDeploymentDiagnosisProps): EcsDeploymentDiagnosis {
  const existing = diagnosisOf(service);
  if (!existing) return new EcsDeploymentDiagnosis(service.host, DIAGNOSIS_ID, { ...options, service: service.host });
  existing._fillIn(options);
  return existing;
}

/** What comes later, such as the aspect of a whole app, finds a diagnosis that is off. */
function keepAway(service: FoundService) {
  if (!diagnosisOf(service)) new EcsDeploymentDiagnosis(service.host, DIAGNOSIS_ID, { service: service.host, enabled: false });
}

function watch(scope: Construct, service: FoundService, options: () => EcsDeploymentDiagnosisOptions): CustomResource {
  const watcher = Watcher.of(Stack.of(service.l1));
  // ServiceToken is added by CustomResource. Nothing here may refer to the service: CloudFormation would wait for it before it starts the watch.
  const properties: { readonly [property in keyof Omit<DiagnosisResourceProperties, 'ServiceToken'>]: unknown } = {
    ServiceLogicalId: service.l1.logicalId,
    ServicePath: service.host.node.path,
    StateMachineArn: watcher.stateMachineArn,
    Options: Lazy.string({ produce: () => JSON.stringify(toWatchOptions(options())) }),
    Service: mirrored(service.l1),
  };
  const resource = new CustomResource(scope, 'Resource', {
    serviceToken: watcher.functionArn,
    resourceType: RESOURCE_TYPE,
    serviceTimeout: Duration.hours(1),
    properties,
  });
  resource.node.addDependency(watcher.permit(service));
  mirrorAttributes(service.l1, resource.node.defaultChild as CfnResource);
  scope.node.addValidation({
    validate: () => [whyNotWatched(controllerAtLast(service))].flatMap((problem) => (problem ? [cannot(service, problem)] : [])),
  });
  return resource;
}
