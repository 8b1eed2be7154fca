export * from './aws-cause';
export * from './check-failures';
export * from './endings';
export * from './log-cause';
export * from './ordinary';
