import { loadSharedConfigFiles } from '@smithy/core/config';

/** Is it in the shared configuration files (AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE)? `default` needs to be in none. */
export async function hasProfile(name: string): Promise<boolean> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return name === 'default' || name in configFile || name in credentialsFile;
}
