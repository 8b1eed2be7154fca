export * from './deployment';
export * from './ending';
export * from './healthy';
export * from './logs';
export * from './statements';
export * from './targets';
export * from './tasks';
