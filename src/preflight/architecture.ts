import { ImageAsset } from './declared';
import { subjectOf } from './image';
import { EcrImage, ecrImageIn, imageId, repositoryArn, tagOf } from './image-name';
import { textOf } from './known';
import { Check, Finding, Request, Surroundings } from './model';
import { Say, sayOf } from './say';

/** Each image has a variant for the platform that the task definition asks for. */
export const architecture: Check = ({ task, app }, at) => {
  const { platform, containers, fargate } = task ?? { containers: [] };
  if (platform === undefined) return [];
  return containers.flatMap((container): readonly Finding[] => {
    const say = sayOf('architecture', `platform of ${subjectOf(container)}`);
    const asset = app.imageAssets.get(tagOf(container.image?.shape ?? '') ?? '');
    if (asset) return [ofAsset(asset, platform, say, at)];
    const found = ecrImageIn(textOf(container.image) ?? '');
    return found && !app.repositories.has(found.repository) ? inEcr(found, platform, fargate === true, say, at) : [];
  });
};

/** What the deployment tool asks Docker for, without asking Docker. */
function ofAsset({ platform: built, fixed }: ImageAsset, wanted: string, say: Say, { builder }: Surroundings): Finding {
  const fault = {
    cause: 'image-platform-mismatch',
    fix: `set platform: ${constantOf(wanted)} on the image asset, or runtimePlatform to that of the image`,
  } as const;
  if (built !== undefined) {
    if (fits(built, wanted)) return say.ok(`the app builds it for ${built}`);
    const text = `the app builds it for ${built}, and the task definition asks for ${wanted}`;
    // A Dockerfile can name another platform than that of the build.
    return fixed ? say.skip(`${text}; its Dockerfile names a platform itself`) : say.fail(text, fault);
  }
  if (fixed) return say.skip('its Dockerfile names the platform itself');
  const host = builder.platform ?? `linux/${builder.architecture}`;
  const by = builder.platform === undefined ? 'the processor of the machine that builds it' : 'DOCKER_DEFAULT_PLATFORM';
  if (fits(host, wanted)) return say.ok(`${by} decides: ${host} on this one`);
  return say.warn(`${by} decides: ${host} on this one, and the task definition asks for ${wanted}`, fault);
}

function constantOf(platform: string): string {
  return `Platform.${platform.endsWith('arm64') ? 'LINUX_ARM64' : 'LINUX_AMD64'}`;
}

/** `linux/arm64/v8` is `linux/arm64`. */
function fits(given: string, wanted: string): boolean {
  return given.split('/').slice(0, 2).join('/') === wanted;
}

interface Manifest {
  readonly manifests?: readonly {
    readonly mediaType?: string;
    readonly platform?: { readonly os?: string; readonly architecture?: string };
    readonly annotations?: { readonly [key: string]: string };
  }[];
  readonly config?: { readonly digest?: string; readonly mediaType?: string };
}

function inEcr(found: EcrImage, wanted: string, isSure: boolean, say: Say, { read }: Surroundings): readonly Finding[] {
  const resource = repositoryArn(found);
  const request: Request<'ecr:BatchGetImage'> = {
    call: 'ecr:BatchGetImage',
    input: { repositoryName: found.repository, imageIds: [imageId(found)] },
    region: found.region,
    account: found.account,
    needs: { action: 'ecr:BatchGetImage', resource },
    leadsTo: [{ action: 'ecr:GetDownloadUrlForLayer', resource }],
  };
  const answer = read(request);
  // That it is not there is the finding of another check.
  if (!answer || answer.kind === 'absent') return [];
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  const text = answer.output.images?.[0]?.imageManifest;
  const manifest = text === undefined ? undefined : manifestIn(text);
  if (text === undefined) return [];
  const judged = (platforms: readonly string[], ...others: readonly Request[]): Finding => {
    if (platforms.some((one) => fits(one, wanted))) return say.ok(`it is built for ${wanted}`, request, ...others);
    const fault = {
      cause: 'image-platform-mismatch',
      fix: `build it for ${wanted} (docker buildx build --platform ${wanted}), or set runtimePlatform to that of the image`,
    } as const;
    const what = `it is built for ${platforms.join(', ')}, and the task definition asks for ${wanted}`;
    // An instance can emulate another processor; Fargate does not.
    return isSure ? say.fail(what, fault, request, ...others) : say.warn(what, fault, request, ...others);
  };
  if (manifest?.manifests) {
    const platforms = platformsOf(manifest.manifests);
    return [platforms ? judged(platforms) : say.skip('its index names no platforms', request)];
  }
  const digest = manifest?.config?.digest;
  // Artifacts (Helm charts, signatures) have configurations of another type.
  if (digest === undefined || !/image/.test(manifest?.config?.mediaType ?? 'image')) {
    return [say.skip('its manifest names no platform', request)];
  }
  const config: Request<'ecr:GetDownloadUrlForLayer'> = {
    call: 'ecr:GetDownloadUrlForLayer',
    input: { repositoryName: found.repository, layerDigest: digest },
    region: found.region,
    account: found.account,
    needs: { action: 'ecr:GetDownloadUrlForLayer', resource },
  };
  const read2 = read(config);
  if (!read2) return [];
  if (read2.kind !== 'output') return [say.unread(config, read2)];
  const { os, architecture: cpu } = read2.output;
  return [os && cpu ? judged([`${os}/${cpu}`], config) : say.skip('its configuration names no platform', request, config)];
}

function manifestIn(text: string): Manifest | undefined {
  try {
    return JSON.parse(text) as Manifest;
  } catch {
    return undefined;
  }
}

/**
 * BuildKit adds an attestation for each image as one more entry, with the platform `unknown/unknown` (Docker documentation, image
 * attestation storage). undefined: an entry without a platform can be anything.
 */
function platformsOf(entries: NonNullable<Manifest['manifests']>): readonly string[] | undefined {
  const images = entries.filter(({ annotations, platform }) => (
    annotations?.['vnd.docker.reference.type'] !== 'attestation-manifest' && platform?.architecture !== 'unknown'));
  const platforms = images.map(({ platform }) => platform?.os && platform.architecture && `${platform.os}/${platform.architecture}`);
  return platforms.length && platforms.every(Boolean) ? [...new Set(platforms as readonly string[])] : undefined;
}
