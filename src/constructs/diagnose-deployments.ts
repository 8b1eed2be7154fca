import { Annotations, Aspects, IAspect, Stage } from 'aws-cdk-lib';
import { IConstruct, IMixin } from 'constructs';
import { checkIsStruct, checkOptions } from './check-options';
import { EcsDeploymentDiagnosisOptions } from './diagnosis-options';
import { Attached, attached, diagnosisOf } from './ecs-deployment-diagnosis';
import { findService, FoundService, whyNotDeployedHere, whyNotWatchedSoFar } from './find-service';
import { nearest } from './nearest';
import { checkPatterns, matchesPath } from './path-patterns';

/** Properties of `DiagnoseDeployments`: which services, and how their deployments are diagnosed. */
export interface DiagnoseDeploymentsProps extends EcsDeploymentDiagnosisOptions {
  /**
   * Construct paths of the services to diagnose, or of what they lie in, such as `Shop/Api` or `Prod/Worker*`: `*` stands for any
   * characters within one construct id, `**` for any number of ids. An aspect warns of a path that no service has.
   *
   * @default - all services
   */
  readonly include?: string[];

  /**
   * Construct paths of services that are not to be diagnosed, or of what they lie in, in the same form; wins over `include`. Another
   * `DiagnoseDeployments` may still cover them; `enabled: false` nearer to the service keeps all away.
   *
   * @default - no exceptions
   */
  readonly exclude?: string[];
}

/**
 * Diagnoses the deployments of every ECS service in an app, a stage, a stack or any other part of it.
 *
 * As an aspect, `Aspects.of(app).add(new DiagnoseDeployments())`, it also covers what the app creates later. The AWS CDK does not visit
 * stages with the aspects of the app, so add it to each stage. As a mixin, `app.with(new DiagnoseDeployments())` or
 * `Mixins.of(app).apply(new DiagnoseDeployments())`, it covers what there is at that moment, in stages too.
 *
 * Options nearer to a service win: those of the service's own diagnosis, then those of the aspect on the nearest scope. A service whose
 * deployments CloudFormation does not make gets an info annotation that says why it is left out.
 */
export class DiagnoseDeployments implements IAspect, IMixin {
  private readonly options: EcsDeploymentDiagnosisOptions;
  private readonly include?: string[];
  private readonly exclude?: string[];

  /**
   * Makes an aspect or mixin, which does nothing before it is added or applied.
   *
   * @param props which services, and how their deployments are diagnosed (all, with the defaults)
   */
  constructor(props: DiagnoseDeploymentsProps = {}) {
    checkIsStruct('DiagnoseDeployments', 'props', props);
    const { include, exclude, ...options } = (props as DiagnoseDeploymentsProps | null) ?? {};
    checkOptions('DiagnoseDeployments', '', options, ['include', 'exclude']);
    checkPatterns('DiagnoseDeployments', 'include', include);
    checkPatterns('DiagnoseDeployments', 'exclude', exclude);
    this.options = options;
    this.include = include;
    this.exclude = exclude;
  }

  /** Called by the AWS CDK for every construct in the scope of the aspect. */
  public visit(node: IConstruct): void {
    const isOwnScope = Aspects.of(node).all.includes(this);
    if (!isOwnScope) return this.diagnose(node, true);
    // All at once, on the way in: what an aspect adds beside the path it came along is not visited by the other aspects any more
    // (aws-cdk-lib without the flag @aws-cdk/core:aspectStabilization), and the watcher of a stack is to get its tags and boundaries.
    for (const construct of withinStage(node)) this.diagnose(construct, true);
    this.warnOfUnused(node);
    if (this.options.enabled === false) return;
    for (const stage of stagesBelow(node)) this.requireDiagnosisIn(stage, node);
  }

  /** Whether the mixin does something for a construct: whether it is an ECS service that `include` and `exclude` select. */
  public supports(construct: IConstruct): boolean {
    const service = findService(construct);
    return (service !== undefined || whyNotDeployedHere(construct) !== undefined) && this.covers(service?.host ?? construct);
  }

  /** Diagnoses the deployments of one ECS service. */
  public applyTo(construct: IConstruct): void {
    this.diagnose(construct, false);
  }

  private diagnose(construct: IConstruct, asAspect: boolean) {
    const service = findService(construct);
    if (!service) {
      const problem = whyNotDeployedHere(construct);
      if (problem && this.covers(construct)) leaveOut(construct, problem);
      return;
    }
    if (!this.covers(service.host)) return;
    const options = asAspect ? this.nearestOptions(service) : this.options;
    const existing = diagnosisOf(service);
    const problem = !existing && options.enabled !== false ? whyNotWatchedSoFar(service) : undefined;
    if (problem) leaveOut(service.host, problem);
    else attached(service, { ...options, service: service.host }, asAspect ? Attached.BY_ASPECT : Attached.BY_MIXIN);
  }

  private covers({ node: { path } }: IConstruct): boolean {
    return (!this.include || matchesPath(path, this.include)) && !(this.exclude && matchesPath(path, this.exclude));
  }

  /** The options of all these aspects around a service, whichever of them is visiting: the nearer ones win. */
  private nearestOptions({ l1, host }: FoundService): EcsDeploymentDiagnosisOptions {
    const outwards = [...l1.node.scopes].reverse();
    const around = outwards.flatMap((scope) => Aspects.of(scope).all.filter(isDiagnoseDeployments)).filter((aspect) => aspect.covers(host));
    return (around.includes(this) ? around : [this]).map(({ options }) => options).reduce((nearer, farther) => ({
      ...farther,
      ...Object.fromEntries(Object.entries(nearer).filter(([, value]) => value !== undefined)),
      causes: { ...farther.causes, ...nearer.causes },
    }));
  }

  private warnOfUnused(scope: IConstruct) {
    const paths = scope.node.findAll().flatMap((construct) => findService(construct)?.host.node.path ?? (whyNotDeployedHere(construct) ? construct.node.path : []));
    for (const pattern of this.include ?? []) {
      if (paths.some((path) => matchesPath(path, [pattern]))) continue;
      Annotations.of(scope).addWarningV2(`cdk-diagnosed-fargate:include:${pattern}`, `DiagnoseDeployments: include '${pattern}' matches no ECS service in `
        + `${scope.node.path || 'the app'}${nearest(pattern, paths) || '.'} Construct paths start with the id of the stage or the stack.`);
    }
  }

  /** What silently covered nothing would be noticed only when a deployment fails without a diagnosis. */
  private requireDiagnosisIn(stage: Stage, scope: IConstruct) {
    const isLeftOut = (construct: IConstruct) => {
      const service = findService(construct);
      return service && this.covers(service.host) && !diagnosisOf(service) && !whyNotWatchedSoFar(service);
    };
    scope.node.addValidation({
      validate: () => {
        const [first] = withinStage(stage).filter(isLeftOut);
        if (!first) return [];
        const name = stage.node.path;
        return [`DiagnoseDeployments does not reach ${first.node.path}, because the AWS CDK visits a stage with its own aspects only: `
          + `add Aspects.of(stage).add(new DiagnoseDeployments()) for the stage ${name}, or exclude: ['${name}'] here`];
      },
    });
  }
}

function isDiagnoseDeployments(aspect: IAspect): aspect is DiagnoseDeployments {
  return aspect instanceof DiagnoseDeployments;
}

/** A construct and all below it that belongs to the same stage. */
function withinStage(scope: IConstruct): IConstruct[] {
  return [scope, ...scope.node.children.filter((child) => !Stage.isStage(child)).flatMap(withinStage)];
}

function stagesBelow(scope: IConstruct): Stage[] {
  return scope.node.findAll().filter((construct): construct is Stage => construct !== scope && Stage.isStage(construct));
}

function leaveOut(construct: IConstruct, problem: string) {
  const message = `Deployments of this service are not diagnosed, because ${problem}.`;
  if (!construct.node.metadata.some(({ data }) => data === message)) Annotations.of(construct).addInfo(message);
}
