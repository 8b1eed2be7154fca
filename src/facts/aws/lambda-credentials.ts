/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the watcher's bundle (esbuild `--alias`): Lambda hands a function its role's
 * credentials in the environment (AWS Lambda Developer Guide, defined runtime environment variables), so the providers for profiles, SSO,
 * web identities and instance metadata, a quarter of the bundle, are never asked.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error('there are no AWS credentials in the environment');
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};
