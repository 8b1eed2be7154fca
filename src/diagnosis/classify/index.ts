export * from './aws-cause';
export * from './endings';
export * from './log-cause';
export * from './ordinary';
