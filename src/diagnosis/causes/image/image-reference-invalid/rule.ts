import { definedImage, pulling } from '../../../read';
import { guide, Hit, quoted, shortenable, stated } from '../../kit';

export const imageReferenceInvalid = stated({
  id: 'image-reference-invalid',
  family: 'image',
  title: 'Image name cannot be parsed',
  stage: 'pull',
  retry: 'never',
  docs: guide('task_cannot_pull_image'),
  containerOf: pulling,
  headline: (hit) => {
    const fault = wrongAccount(hit)?.fault ?? `${reference(hit)} is not a valid image reference`;
    return `${hit.who} cannot start: ${fault}`;
  },
  facts: (hit) => [wrongAccount(hit) && definedImage(hit) && `image in the task definition: ${definedImage(hit)}`],
  fix: (hit) => wrongAccount(hit)?.fix
    ?? 'correct the string in ContainerImage.fromRegistry(name): host/repository:tag, lower case, no scheme, no blanks',
});

/** As the text quotes it, else as the task definition has it. */
function reference(hit: Hit): string {
  const name = /reference ["']([^"']{1,500})["']/.exec(hit.text)?.[1] ?? definedImage(hit);
  return name ? quoted(name) : 'its image';
}

/** The host of ECR begins with the account id, which has twelve digits (Amazon ECR API Reference, `registryIds`). */
function wrongAccount(hit: Hit): { readonly fault: string; readonly fix: string } | undefined {
  if (!/\bregistryids?\b/i.test(hit.text)) return undefined;
  const [host = ''] = (definedImage(hit) ?? '').split('/');
  const account = /^(.{0,80}?)\.dkr[.-]ecr/i.exec(host)?.[1];
  const isKnown = account !== undefined && !/^\d{12}$/.test(account);
  const digits = account?.replace(/\D/g, '') ?? '';
  const number = digits.length === 12 ? digits : 'ACCOUNT';
  const right = number + (isKnown ? host.slice(account.length) : '.dkr.ecr.REGION.amazonaws.com');
  return {
    fault: isKnown ? `account id ${shortenable(account)} of its image is not 12 digits` : 'ECR refuses the account id of its image',
    fix: `write the host as ECR gives it, with the account id as 12 digits and nothing between them: ${right};`
      + ' ContainerImage.fromEcrRepository(repository, tag) writes it itself',
  };
}
