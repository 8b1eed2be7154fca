import { CfnResource } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { checkIsStruct, checkOptions, toWatchOptions } from './check-options';
import { core } from './core';
import { EcsDeploymentDiagnosisOptions } from './diagnosis-options';
import { controllerAtLast, findService, FoundService, whyNotFound, whyNotWatched, whyNotWatchedSoFar } from './find-service';
import { inTemplate, readInTemplate } from './rendered';
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

/** Who attached a diagnosis; the later ones say more explicitly whether it is wanted. */
export enum Attached { BY_ASPECT, BY_MIXIN, BY_NAME, BY_SERVICE }

/**
 * Watches the deployments of one ECS service while CloudFormation creates or updates it, and fails the stack operation with the cause
 * when a deployment cannot succeed.
 *
 * The custom resource always has its place below the service, whatever the scope of this construct, so its logical id stays the same
 * however the diagnosis is attached. A service is watched once: a second diagnosis of the same service only adds the options that the
 * first left open.
 *
 * That goes for `enabled`, too: a second diagnosis or a mixin with `enabled: false` takes the diagnosis away where nobody set
 * `enabled: true`, and none without `enabled` brings it back. Where both are set, this construct and `DiagnosedFargateService` win over a mixin, and
 * a mixin over an aspect; of two of the same kind the first wins. An aspect never takes away what is attached otherwise.
 */
export class EcsDeploymentDiagnosis extends Construct {
  private readonly service: FoundService;
  /** What watches, where it is not this construct itself. */
  private readonly part?: EcsDeploymentDiagnosis;
  private options: EcsDeploymentDiagnosisOptions;
  private watching?: CfnResource;
  private attachedBy = Attached.BY_SERVICE;
  private enabledBy = Attached.BY_SERVICE;

  /**
   * Attaches a diagnosis to a service.
   *
   * @param scope any scope, because the custom resource stands below the service in any case
   * @param id of this construct within the scope, on which no logical id depends
   * @param props the service, and how its deployments are diagnosed
   */
  constructor(scope: Construct, id: string, props: EcsDeploymentDiagnosisProps) {
    super(scope, id);
    checkIsStruct(this, 'props', props);
    const { service: construct, ...options } = (props as Partial<EcsDeploymentDiagnosisProps> | undefined) ?? {};
    this.options = options;
    if (!Construct.isConstruct(construct)) throw new ValidationError(this, `service must be an ECS service that this app creates, got ${typeof construct}`);
    const service = findService(construct);
    const isPart = scope === service?.host && id === DIAGNOSIS_ID;
    const where = isPart ? scope : this;
    if (!service) throw new ValidationError(where, whyNotFound(construct));
    checkOptions(where, isPart ? 'diagnosis.' : '', options, ['service']);
    this.service = service;
    const problem = options.enabled === false ? undefined : whyNotWatchedSoFar(service);
    if (problem) throw new ValidationError(where, cannot(service, problem, Attached.BY_NAME));
    if (isPart) this.startAsPart();
    else this.part = attached(service, props, Attached.BY_NAME);
  }

  /** The custom resource that watches; absent where `enabled` is `false`. */
  public get resource(): CfnResource | undefined {
    return this.part ? this.part.resource : this.watching;
  }

  /** @internal */
  public _attachedBy(who: Attached) {
    this.attachedBy = this.enabledBy = who;
  }

  /** @internal */
  public _fillIn({ enabled, ...options }: EcsDeploymentDiagnosisOptions, who: Attached) {
    const given = Object.fromEntries(Object.entries(this.options).filter(([, value]) => value !== undefined));
    this.options = { ...options, ...given, causes: { ...options.causes, ...this.options.causes } };
    const isOpen = this.options.enabled === undefined && who !== Attached.BY_ASPECT;
    if (enabled !== undefined && (isOpen || who > this.enabledBy)) {
      this.options = { ...this.options, enabled };
      this.enabledBy = who;
    }
    this.attachedBy = Math.max(this.attachedBy, who);
    this.watchOrNot();
  }

  private startAsPart() {
    this.watchOrNot();
    this.node.addValidation({
      validate: () => {
        const problem = this.watching && whyNotWatched(controllerAtLast(this.service));
        return problem ? [cannot(this.service, problem, this.attachedBy)] : [];
      },
    });
  }

  private watchOrNot() {
    const isOn = this.options.enabled !== false;
    if (isOn === (this.watching !== undefined)) return;
    if (isOn) {
      const problem = whyNotWatchedSoFar(this.service);
      if (problem) throw new ValidationError(this.service.host, cannot(this.service, problem, this.attachedBy));
      this.watching = watch(this, this.service, () => this.options);
    } else {
      this.node.tryRemoveChild(RESOURCE_ID);
      Watcher.of(core.Stack.of(this.service.l1)).release(this.service);
      this.watching = undefined;
    }
  }
}

const RESOURCE_ID = 'Resource';

function cannot({ host: { node: { path } } }: FoundService, problem: string, who: Attached): string {
  const remedy = {
    [Attached.BY_ASPECT]: `leave it out with exclude: ['${path}'] of DiagnoseDeployments`,
    [Attached.BY_MIXIN]: `leave it out with exclude: ['${path}'] of DiagnoseDeployments`,
    [Attached.BY_NAME]: 'remove the diagnosis or set enabled: false',
    [Attached.BY_SERVICE]: 'set diagnosis: { enabled: false }',
  };
  return `${path} cannot be diagnosed, because ${problem}; ${remedy[who]}`;
}

/** The diagnosis below a service, if there is one already. */
export function diagnosisOf(service: FoundService): EcsDeploymentDiagnosis | undefined {
  const existing = service.host.node.tryFindChild(DIAGNOSIS_ID);
  // By shape, not instanceof: an app may load two copies of a library.
  return existing && '_fillIn' in existing ? existing as EcsDeploymentDiagnosis : undefined;
}

/** The diagnosis below the service: the one that is there, or a new one. */
export function attached(service: FoundService, { service: _, ...options }: EcsDeploymentDiagnosisProps, who: Attached): EcsDeploymentDiagnosis {
  const existing = diagnosisOf(service);
  if (existing) {
    existing._fillIn(options, who);
    return existing;
  }
  const taken = service.host.node.tryFindChild(DIAGNOSIS_ID);
  if (taken) throw new ValidationError(taken, `the id ${DIAGNOSIS_ID} is that of the diagnosis of the service; give this construct another id`);
  const diagnosis = new EcsDeploymentDiagnosis(service.host, DIAGNOSIS_ID, { ...options, service: service.host });
  diagnosis._attachedBy(who);
  return diagnosis;
}

function watch(scope: Construct, service: FoundService, options: () => EcsDeploymentDiagnosisOptions): CfnResource {
  const watcher = Watcher.of(core.Stack.of(service.l1));
  // Nothing here may refer to the service: CloudFormation would wait for it before it starts the watch.
  const properties: { readonly [property in keyof DiagnosisResourceProperties | 'ServiceTimeout']: unknown } = {
    ServiceToken: watcher.functionArn,
    // Seconds after which CloudFormation fails the resource without an answer.
    ServiceTimeout: '3600',
    ServiceLogicalId: inTemplate(service.l1.logicalId),
    ServicePath: service.host.node.path,
    StateMachineArn: watcher.stateMachineArn,
    Options: readInTemplate(() => JSON.stringify(toWatchOptions(options()))),
    Service: mirrored(service.l1),
  };
  // Not the L2 around it: a construct less for every service.
  const resource = new core.CfnResource(scope, RESOURCE_ID, { type: RESOURCE_TYPE, properties });
  Object.assign(resource.cfnOptions, { deletionPolicy: core.CfnDeletionPolicy.DELETE, updateReplacePolicy: core.CfnDeletionPolicy.DELETE });
  watcher.permit(service);
  mirrorAttributes(service.l1, resource, () => watcher.neededBy(service));
  return resource;
}
