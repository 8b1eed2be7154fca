import { loadSharedConfigFiles } from '@smithy/core/config';

type Profiles = { readonly [name: string]: { readonly [key: string]: string | undefined } | undefined };

/** Where the credentials of a profile in the shared configuration files (AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE) come from. */
interface ProfileCheck {
  /** Why the profile has no credentials, for a person; the SDK reports only that there are none. */
  readonly problem?: string;
  /** The profile whose `credential_process` provides the credentials. */
  readonly process?: string;
}

/** The profile `default` may be missing in the files. */
export async function checkProfile(name: string): Promise<ProfileCheck> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  const profiles: Profiles = Object.fromEntries([...names].map((one) => [one, { ...configFile[one], ...credentialsFile[one] }]));
  if (profiles[name] || name === 'default') return follow(profiles, name);
  return { problem: `there is no profile "${name}" in the AWS configuration (~/.aws/config, ~/.aws/credentials)` };
}

/** The SDK reads these files once in a process; what is asked for afterwards is in the files as they are now. */
export async function readProfilesAnew(): Promise<void> {
  await loadSharedConfigFiles({ ignoreCache: true });
}

/** undefined: the configuration files have none for this profile. */
export async function regionOfProfile(name: string): Promise<string | undefined> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return configFile[name]?.region ?? credentialsFile[name]?.region;
}

/** Along `source_profile`, as the SDK does. */
function follow(profiles: Profiles, name: string, visited: readonly string[] = []): ProfileCheck {
  const profile = profiles[name] ?? {};
  const session = profile.sso_session;
  if (session && !profiles[`sso-session.${session}`]) {
    return { problem: `the profile "${name}" names an sso_session "${session}" that is not in the AWS configuration` };
  }
  const source = profile.source_profile;
  // A profile that names itself as its source has keys of its own.
  if (profile.role_arn && source && source !== name) {
    if (!profiles[source]) {
      const missing = `the profile "${source}" (source_profile), which is not in the AWS configuration`;
      return { problem: `the profile "${name}" takes its credentials from ${missing}` };
    }
    const circle = [...visited, name];
    if (visited.includes(source)) {
      const names = circle.map((one) => `"${one}"`).join(', ');
      return { problem: `the profiles ${names} take their credentials from each other (source_profile)` };
    }
    return follow(profiles, source, circle);
  }
  if (profile.role_arn && !source && !profile.credential_source && !profile.web_identity_token_file) {
    return { problem: `the profile "${name}" assumes a role but names no credentials to do so: set source_profile or credential_source` };
  }
  return profile.credential_process && !profile.aws_access_key_id ? { process: name } : {};
}
