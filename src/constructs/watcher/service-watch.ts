import { CfnDeletionPolicy, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { whyNotAttached } from './not-attached';
import { mergedOptions, toWatchOptions } from './options';
import { Watcher } from './watcher';
import { DiagnosisResourceProperties, RESOURCE_TYPE } from '../../contract';
import { ValidationError } from '../check/validation-error';
import { EcsDeploymentDiagnosisOptions } from '../diagnosis-options';
import { FoundService } from '../service/find-service';
import { mirrorAttributes, mirroredProperties } from '../service/mirror';
import { whyNotWatchedAtLast, whyNotWatchedSoFar } from '../service/not-watched';
import { inTemplateOnly, readInTemplate } from '../template/tokens';

/** Who attached a diagnosis; the later ones are more explicit. */
export enum Attached { BY_ASPECT, BY_MIXIN, BY_NAME, BY_SERVICE }

const RESOURCE_ID = 'Resource';

/** The watch of one service, which all diagnoses of the service share: their options together, and the custom resource while it is on. */
export class ServiceWatch {
  /** The custom resource; undefined while `enabled` is `false`. */
  public resource?: CfnResource;
  private attachedBy = Attached.BY_SERVICE;
  private enabledBy = Attached.BY_SERVICE;

  /** @param scope of the custom resource, which decides on its logical id */
  constructor(private readonly scope: Construct, public readonly service: FoundService, private options: EcsDeploymentDiagnosisOptions) {
    this.startOrStop();
    scope.node.addValidation({
      validate: () => {
        const problem = this.resource && whyNotWatchedAtLast(service);
        return problem ? [cannotBeDiagnosed(service, problem, this.attachedBy)] : [];
      },
    });
  }

  /** Says who attached the first diagnosis; without it, the service itself did. */
  public setAttachedBy(who: Attached) {
    this.attachedBy = this.enabledBy = who;
  }

  /** Adds the options of a further diagnosis, which fill in those that are not set yet. */
  public add({ enabled, ...options }: EcsDeploymentDiagnosisOptions, who: Attached) {
    this.options = mergedOptions(this.options, options);
    const isOpen = this.options.enabled === undefined && who !== Attached.BY_ASPECT;
    if (enabled !== undefined && (isOpen || who > this.enabledBy)) {
      this.options = { ...this.options, enabled };
      this.enabledBy = who;
    }
    this.attachedBy = Math.max(this.attachedBy, who);
    this.startOrStop();
  }

  /** Ends the watch for good if only aspects attached it and the service has turned out to be one that cannot be watched. Answers why. */
  public leaveOut(): string | undefined {
    const problem = this.resource && this.attachedBy === Attached.BY_ASPECT ? whyNotWatchedSoFar(this.service) : undefined;
    if (problem) {
      this.options = { ...this.options, enabled: false };
      this.startOrStop();
    }
    return problem;
  }

  private startOrStop() {
    const isOn = this.options.enabled !== false;
    if (isOn === (this.resource !== undefined)) return;
    if (isOn) {
      const problem = whyNotAttached(this.service);
      if (problem) throw new ValidationError(this.service.host, cannotBeDiagnosed(this.service, problem, this.attachedBy));
      this.resource = this.start();
    } else {
      this.scope.node.tryRemoveChild(RESOURCE_ID);
      Watcher.of(Stack.of(this.service.l1)).release(this.service);
      this.resource = undefined;
    }
  }

  private start(): CfnResource {
    const { scope, service } = this;
    const watcher = Watcher.of(Stack.of(service.l1));
    // Nothing here may refer to the service: CloudFormation would wait for it before it starts the watch.
    const properties: { readonly [property in keyof DiagnosisResourceProperties | 'ServiceTimeout']: unknown } = {
      ServiceToken: watcher.functionArn,
      // Seconds after which CloudFormation fails the resource without an answer.
      ServiceTimeout: '3600',
      ServiceLogicalId: inTemplateOnly(service.l1.logicalId),
      ServicePath: service.host.node.path,
      StateMachineArn: watcher.stateMachineArn,
      Options: readInTemplate(() => JSON.stringify(toWatchOptions(this.options))),
      Service: mirroredProperties(service.l1),
    };
    // Not `CustomResource`, the L2: one construct less for every service.
    const resource = new CfnResource(scope, RESOURCE_ID, { type: RESOURCE_TYPE, properties });
    Object.assign(resource.cfnOptions, { deletionPolicy: CfnDeletionPolicy.DELETE, updateReplacePolicy: CfnDeletionPolicy.DELETE });
    watcher.permit(service, resource);
    mirrorAttributes(service.l1, resource);
    return resource;
  }
}

const LEAVE_OUT = (path: string) => `leave it out with exclude: ['${path}'] of DiagnoseDeployments`;

const REMEDIES: { readonly [who in Attached]: (path: string) => string } = {
  [Attached.BY_ASPECT]: LEAVE_OUT,
  [Attached.BY_MIXIN]: LEAVE_OUT,
  [Attached.BY_NAME]: () => 'remove the diagnosis or set enabled: false',
  [Attached.BY_SERVICE]: () => 'set diagnosis: { enabled: false }',
};

/** Text of the error, with the remedy for the way in which the diagnosis was attached. */
export function cannotBeDiagnosed({ host: { node: { path } } }: FoundService, problem: string, who: Attached): string {
  return `${path} cannot be diagnosed, because ${problem}; ${REMEDIES[who](path)}`;
}
