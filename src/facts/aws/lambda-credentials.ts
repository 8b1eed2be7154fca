/**
 * Replaces `@aws-sdk/credential-provider-node` in the watcher's bundle (scripts/bundle-watcher.mjs). Lambda puts the credentials of a
 * function's role into its environment (AWS Lambda Developer Guide, defined runtime environment variables). So the function never
 * needs the providers for profiles, SSO, web identities and instance metadata, which are a quarter of the bundle.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error('there are no AWS credentials in the environment');
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};
