import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { checkScope, checkWatcherProps } from './check/check-watcher';
import { ValidationError } from './check/validation-error';
import { DeploymentWatcherProps } from './deployment-watcher-props';
import { FUNCTION_ID } from '../contract';
import { configureWatchers } from './watcher/configured';

/** The function and the state machine that watch deployments, one of each for a stack. They are made with the first diagnosed service. */
export class DeploymentWatcher {
  /**
   * Sets up the watchers of all stacks in a scope. The call must come before the first diagnosis in these stacks. The aspect
   * `DiagnoseDeployments` attaches its diagnoses when the app is complete, so this call may come after it. If several scopes around a
   * stack are set up, the nearest one wins, property by property.
   *
   * It throws if a property is not valid, or if a stack in the scope has a diagnosed service already.
   *
   * @param scope an app, a stage, a stack, or any other scope with stacks in it (without one, the synthesis fails)
   * @param props the properties to change; the others keep their values
   */
  public static configure(scope: IConstruct, props: DeploymentWatcherProps): void {
    checkScope(scope);
    checkWatcherProps(scope, props);
    const early = scope.node.findAll().find((construct) => construct.node.id === FUNCTION_ID && Stack.isStack(construct.node.scope));
    if (early) {
      const { path } = Stack.of(early).node;
      throw new ValidationError(scope,
        `DeploymentWatcher.configure must come before the first diagnosed service; ${path} has its watcher already`);
    }
    configureWatchers(scope, props);
  }

  private constructor() {}
}
