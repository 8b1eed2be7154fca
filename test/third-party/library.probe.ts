// The library in one file, which hook.probe.ts loads into the app.
export * from '../../src';
