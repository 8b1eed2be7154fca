import { loadSharedConfigFiles } from '@smithy/core/config';

type Profiles = { readonly [name: string]: { readonly [key: string]: string | undefined } | undefined };

/** What a profile of the shared configuration files (AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE) leads to. */
export interface ProfileCheck {
  /** Why it cannot give credentials, in words; the SDK only says that there are none. */
  readonly problem?: string;
  /** The profile whose `credential_process` gives the credentials in the end. */
  readonly process?: string;
}

/** `default` needs to be in none of the files. */
export async function checkProfile(name: string): Promise<ProfileCheck> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  const profiles: Profiles = Object.fromEntries([...names].map((one) => [one, { ...configFile[one], ...credentialsFile[one] }]));
  return profiles[name] || name === 'default' ? follow(profiles, name) : { problem: `there is no profile "${name}" in the AWS configuration (~/.aws/config, ~/.aws/credentials)` };
}

/** Along `source_profile`, as the SDK goes. */
function follow(profiles: Profiles, name: string, before: readonly string[] = []): ProfileCheck {
  const profile = profiles[name] ?? {};
  if (profile.sso_session && !profiles[`sso-session.${profile.sso_session}`]) return { problem: `the profile "${name}" names an sso_session "${profile.sso_session}" that is not in the AWS configuration` };
  const source = profile.source_profile;
  // A profile that is its own source has keys of its own.
  if (profile.role_arn && source && source !== name) {
    if (!profiles[source]) return { problem: `the profile "${name}" takes its credentials from the profile "${source}" (source_profile), which is not in the AWS configuration` };
    if (before.includes(source)) return { problem: `the profiles ${[...before, name].map((one) => `"${one}"`).join(', ')} take their credentials from each other (source_profile)` };
    return follow(profiles, source, [...before, name]);
  }
  if (profile.role_arn && !source && !profile.credential_source && !profile.web_identity_token_file) {
    return { problem: `the profile "${name}" assumes a role and does not say with whose credentials: set source_profile or credential_source` };
  }
  return profile.credential_process && !profile.aws_access_key_id ? { process: name } : {};
}
