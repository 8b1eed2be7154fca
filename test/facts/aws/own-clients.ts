import * as plain from '../../../src/facts/aws/plain-client';

/** A client class of the SDK, or ours in its place. */
export type Constructor = new (settings: object) => {
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
};

/** A command of the SDK: its schema is known only at run time. */
export type Sent = object;

/** Ours in place of a client class of the SDK. */
export const own = ({ name }: Constructor): Constructor => {
  const clients: { readonly [name: string]: unknown } = { ...plain };
  return clients[name] as Constructor;
};

/** What the bundle makes of a command of the SDK. */
export function asOwn(command: Sent): object {
  const { input, schema } = command as { readonly input: object; readonly schema: readonly unknown[] };
  const Own = plain.command(undefined, undefined, schema[2] as string, schema);
  return new Own(input);
}

/** What Lambda puts into the environment, and no files of settings. */
export function beInLambda(): void {
  const before = process.env;
  beforeEach(() => {
    process.env = {
      PATH: before.PATH, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token',
      AWS_CONFIG_FILE: '/none', AWS_SHARED_CREDENTIALS_FILE: '/none',
    };
  });
  afterEach(() => {
    process.env = before;
  });
}
