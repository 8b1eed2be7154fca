import { Annotations, Aspects, IAspect, Stage } from 'aws-cdk-lib';
import { IConstruct, IMixin } from 'constructs';
import { checkIsStruct, checkOptions } from './check/check-options';
import { checkPatterns, matchesPath } from './check/path-patterns';
import { EcsDeploymentDiagnosisOptions } from './diagnosis-options';
import { attach, watchIn, watchOf } from './ecs-deployment-diagnosis';
import { didYouMean } from '../did-you-mean';
import { findService, FoundService, whyNotDeployedHere } from './service/find-service';
import { whyNotAttached } from './watcher/not-attached';
import { mergedOptions } from './watcher/options';
import { Attached } from './watcher/service-watch';

/** Properties of `DiagnoseDeployments`: which services, and how their deployments are diagnosed. */
export interface DiagnoseDeploymentsProps extends EcsDeploymentDiagnosisOptions {
  /**
   * Construct paths of the services to diagnose, or of constructs around them, such as `Shop/Api` or `Prod/Worker*`. `*` matches any
   * characters within one construct id, `**` any number of ids. A path that matches no service is a warning if this is an aspect.
   *
   * An empty list, or a path that starts or ends with a slash, is an error.
   *
   * @default - all services
   */
  readonly include?: string[];

  /**
   * Construct paths of services not to diagnose, or of constructs around them, in the same form. It wins over `include`. Another
   * `DiagnoseDeployments` can still cover these services; `enabled: false` nearer to a service excludes it from all of them.
   *
   * @default - no exceptions
   */
  readonly exclude?: string[];
}

/**
 * Diagnoses the deployments of every ECS service in an app, a stage, a stack or any other part of it.
 *
 * As an aspect, `Aspects.of(app).add(new DiagnoseDeployments())`, it also covers services that the app creates later. The AWS CDK does not
 * visit stages with the aspects of the app, so add it to each stage. As a mixin, `app.with(new DiagnoseDeployments())` or
 * `Mixins.of(app).apply(new DiagnoseDeployments())`, it covers the services that exist at that moment, also in stages.
 *
 * Options nearer to a service win: those of the service's own diagnosis, then those of the aspect on the nearest scope. If
 * CloudFormation does not make the deployments of a service, the service is left out, and an info annotation gives the reason.
 */
export class DiagnoseDeployments implements IAspect, IMixin {
  private readonly options: EcsDeploymentDiagnosisOptions;
  private readonly include?: string[];
  private readonly exclude?: string[];

  /**
   * Makes an aspect or mixin, which does nothing before it is added or applied. It throws if a property is not valid.
   *
   * @param props which services, and how their deployments are diagnosed (default: all services, default options)
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
    if (!isOwnScope) return this.visitLater(node);
    // All at once, before the aspects go on to the children: without the flag @aws-cdk/core:aspectStabilization, other aspects do not visit
    // constructs that are added to a stack later, and tags and permissions boundaries must reach the watcher of the stack.
    for (const construct of withinStage(node)) this.diagnose(construct, true);
    this.warnOfUnused(node);
    if (this.options.enabled === false) return;
    for (const stage of stagesBelow(node)) this.requireDiagnosisIn(stage, node);
  }

  /** Whether the mixin applies to a construct: whether it is an ECS service that `include` and `exclude` select. */
  public supports(construct: IConstruct): boolean {
    const service = findService(construct);
    return (service !== undefined || whyNotDeployedHere(construct) !== undefined) && this.covers(service?.host ?? construct);
  }

  /** Diagnoses the deployments of one ECS service. */
  public applyTo(construct: IConstruct): void {
    this.diagnose(construct, false);
  }

  /** A diagnosis is visited after its service and all aspects of the service, which may have changed the controller. */
  private visitLater(node: IConstruct) {
    const watch = watchIn(node);
    const problem = watch?.leaveOut();
    if (watch && problem) leaveOut(watch.service.host, problem);
    else this.diagnose(node, true);
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
    const problem = !watchOf(service) && options.enabled !== false ? whyNotAttached(service) : undefined;
    if (problem) leaveOut(service.host, problem);
    else attach(service, options, asAspect ? Attached.BY_ASPECT : Attached.BY_MIXIN);
  }

  private covers({ node: { path } }: IConstruct): boolean {
    return (!this.include || matchesPath(path, this.include)) && !(this.exclude && matchesPath(path, this.exclude));
  }

  /** The options of all `DiagnoseDeployments` around a service, whichever of them is visiting: the nearer ones win. */
  private nearestOptions({ l1, host }: FoundService): EcsDeploymentDiagnosisOptions {
    const outwards = [...l1.node.scopes].reverse();
    const around = outwards.flatMap((scope) => Aspects.of(scope).all.filter(isDiagnoseDeployments)).filter((aspect) => aspect.covers(host));
    return (around.includes(this) ? around : [this]).map(({ options }) => options).reduce(mergedOptions);
  }

  private warnOfUnused(scope: IConstruct) {
    const paths = scope.node.findAll().flatMap(servicePath);
    for (const pattern of this.include ?? []) {
      if (paths.some((path) => matchesPath(path, [pattern]))) continue;
      const hint = didYouMean(pattern, paths) || '.';
      Annotations.of(scope).addWarningV2(`cdk-diagnosed-fargate:include:${pattern}`,
        `DiagnoseDeployments: include '${pattern}' matches no ECS service in ${scope.node.path || 'the app'}${hint} `
        + 'Construct paths start with the id of the stage or the stack.');
    }
  }

  /** Without this error, a service in a stage would be left out silently, until its deployment fails without a diagnosis. */
  private requireDiagnosisIn(stage: Stage, scope: IConstruct) {
    const isLeftOut = (construct: IConstruct) => {
      const service = findService(construct);
      return service && this.covers(service.host) && !watchOf(service) && !whyNotAttached(service);
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

/** Path of a service, if the construct is one. */
function servicePath(construct: IConstruct): string | readonly never[] {
  return findService(construct)?.host.node.path ?? (whyNotDeployedHere(construct) ? construct.node.path : []);
}

function isDiagnoseDeployments(aspect: IAspect): aspect is DiagnoseDeployments {
  return aspect instanceof DiagnoseDeployments;
}

/** A construct and all constructs below it that belong to the same stage. */
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
