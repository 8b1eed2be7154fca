export * from './containers';
export * from './deployment';
export * from './healthy';
export * from './logs';
export * from './rollout';
export * from './statements';
export * from './targets';
export * from './tasks';
