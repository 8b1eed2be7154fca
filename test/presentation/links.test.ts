import { Frame } from '../../src/facts/model';
import { consoleLinks } from '../../src/presentation/page/links';

const HOSTS = ['console.aws.amazon.com', 'console.amazonaws.cn', 'console.amazonaws-us-gov.com'];

function frameOf(serviceArn: string, more: Partial<NonNullable<Frame['service']>> = {}, options: { readonly [option: string]: string } = {}): Frame {
  return {
    at: '2026-11-23T10:00:00.000Z',
    service: { serviceArn, ...more },
    taskDefinition: { containerDefinitions: [{ name: 'web', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web', 'awslogs-stream-prefix': 'web', ...options } } }] },
  };
}

const linksOf = (...of: Parameters<typeof frameOf>) => consoleLinks(frameOf(...of), 'web', 'a1b2c3');

test.each([
  ['aws', 'eu-west-1', 'eu-west-1.console.aws.amazon.com'],
  ['aws-cn', 'cn-northwest-1', 'cn-northwest-1.console.amazonaws.cn'],
  ['aws-us-gov', 'us-gov-east-1', 'us-gov-east-1.console.amazonaws-us-gov.com'],
])('the console of the partition %s', (partition, region, host) => {
  const links = linksOf(`arn:${partition}:ecs:${region}:123456789012:service/prod/web`);
  expect(links).toHaveLength(3);
  expect(links.map(({ url }) => new URL(url).host)).toEqual([host, host, host]);
});

test.each([
  'arn:aws:ecs:evil.example/#:123456789012:service/prod/web',
  'arn:aws:ecs:evil.example\\:123456789012:service/prod/web',
  'arn:aws:ecs:user@evil.example?:123456789012:service/prod/web',
  'arn:aws:ecs:eu-west-1.evil.example/:123456789012:service/prod/web',
  'arn:aws:ecs:evil-example-1/:123456789012:service/prod/web',
  'arn:aws:ecs:EU-WEST-1:123456789012:service/prod/web',
  'arn:constructor:ecs:eu-west-1:123456789012:service/prod/web',
  'arn:__proto__:ecs:eu-west-1:123456789012:service/prod/web',
  'arn:toString:ecs:eu-west-1:123456789012:service/prod/web',
  'arn:aws-iso:ecs:us-iso-east-1:123456789012:service/prod/web',
  'javascript:alert(1)//:ecs:eu-west-1:1:service/prod/web',
])('%s: no link', (arn) => {
  expect(linksOf(arn)).toEqual([]);
});

test.each(['../../evil', '..', '.', 'a/b?c#d', '"><script>', 'x y', '\ud83d', '%2e%2e', '//evil.example', '@evil.example'])('the name %j stays one part of the path', (name) => {
  for (const { url } of linksOf('arn:aws:ecs:eu-west-1:123456789012:service/prod/web', { serviceName: name, clusterArn: name }, { 'awslogs-group': name, 'awslogs-stream-prefix': name })) {
    const { protocol, host, pathname, search } = new URL(url);
    expect({ protocol, allowed: HOSTS.some((one) => host === `eu-west-1.${one}`) }).toEqual({ protocol: 'https:', allowed: true });
    expect(pathname).toMatch(/^\/(?:ecs\/v2\/clusters\/[^/]+\/(?:services|tasks)\/[^/]+\/(?:health|configuration)|cloudwatch\/home)$/);
    expect(search).toBe('?region=eu-west-1');
    expect(url).not.toMatch(/[\s"<>]/);
  }
});
