import { IConstruct } from 'constructs';
import { given } from './options';
import { DeploymentWatcherProps } from '../deployment-watcher-props';

/** By name, because an app may load two copies of a library. */
const CONFIGURED = Symbol.for('cdk-diagnosed-fargate.DeploymentWatcher');

/** Adds properties to those that are configured on a scope; the later value wins. */
export function configureWatchers(scope: IConstruct, props: DeploymentWatcherProps): void {
  Object.defineProperty(scope, CONFIGURED, { value: { ...configuredOn(scope), ...given(props) }, configurable: true });
}

/** Properties of the watcher of a stack: of all scopes around it, the nearest wins, property by property. */
export function watcherProps(stack: IConstruct): DeploymentWatcherProps {
  return Object.assign({}, ...stack.node.scopes.map(configuredOn));
}

function configuredOn(scope: IConstruct): DeploymentWatcherProps {
  return Reflect.get(scope, CONFIGURED) ?? {};
}
