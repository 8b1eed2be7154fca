import { at, exited, Given, top } from './given';

/** The image that ran before is a way out whose end is known: the fix names it, once. */

const defined = (image: string, more = {}) => ({ name: 'web', essential: true, portMappings: [{ containerPort: 8080 }], image, ...more });
const from = (old: string, image: string, more = {}): Given => (
  { container: { image, ...more }, previous: { containerDefinitions: [defined(old)] } });
const UNCLEAR = 'Error: widget 7 is not a widget';
const REFUSED = 'mkdir: cannot create directory \'/srv/web\': Permission denied';
const EULA = 'Error: EULA_ACCEPTED is not set';

describe('another image', () => {
  test.each([
    [REFUSED, 'shop/web:2', '; or go back to image tag 1'],
    [EULA, 'shop/web:2', '; or go back to image tag 1'],
    ['exec /start.sh: exec format error', 'shop/web:2', '; or go back to image tag 1'],
    [REFUSED, 'ghcr.io/other/web:2', '; or go back to image shop/web:1'],
  ])('%s, %s', (line, image, end) => {
    const { fix } = exited(line, from('shop/web:1', image));
    expect(fix.endsWith(end)).toBe(true);
    expect(fix.match(/go back/g)).toHaveLength(1);
  });

  test('goes first where nothing else is known', () => {
    expect(exited(UNCLEAR, from('shop/web:1', 'shop/web:2')).fix).toMatch(/^go back to image tag 1; or look for the words of this line in/);
  });

  test('beside a setting that was added it goes last', () => {
    const { fix } = exited(UNCLEAR, from('shop/web:1', 'shop/web:2', { environment: [{ name: 'ZONE', value: 'a' }] }));
    expect(fix).toMatch(/^compare this line with what changed: environment ZONE added; .*go back/);
  });
});

describe('another image behind the same tag', () => {
  const digest = (sign: string) => `sha256:${sign.repeat(64)}`;
  const moved = (line: string, [was, is]: readonly [string, string]) => top({
    ...from('shop/web:latest', 'shop/web:latest'), log: [line],
    task: { stopCode: 'EssentialContainerExited', containers: [{ name: 'web', image: 'shop/web:latest', exitCode: 1, imageDigest: digest(is) }] },
    running: [{
      taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/bbbbbbbb', startedBy: 'ecs-svc/1', lastStatus: 'RUNNING', createdAt: at(-100),
      containers: [{ name: 'web', image: 'shop/web:latest', imageDigest: digest(was) }],
    }],
  });

  test('is pinned by the digest that ran', () => {
    const { fix } = moved(REFUSED, ['a', 'b']);
    expect(fix).toContain(`; or pin the image that ran: ContainerImage.fromRegistry('shop/web@${digest('a')}')`);
    expect(fix).not.toContain('by number or digest');
  });

  test('the same digest is no other image', () => expect(moved(REFUSED, ['a', 'a']).fix).not.toContain('pin'));
});

describe('no way back', () => {
  test.each([
    ['the same image', exited(REFUSED, from('shop/web:1', 'shop/web:1'))],
    ['a first deployment', exited(REFUSED, { container: { image: 'shop/web:2' } })],
    ['a dependency that is away', exited('Error: connect ECONNREFUSED 10.0.0.9:5432', from('shop/web:1', 'shop/web:2'))],
    ['a setting that changed, too', exited(REFUSED, from('shop/web:1', 'shop/web:2', { user: '1001' }))],
    ['an image of a neighbour', exited(REFUSED, {
      container: { image: 'shop/web:1' }, previous: { containerDefinitions: [defined('shop/web:1'), { name: 'router', image: 'router:1' }] },
    })],
  ])('%s', (_what, { fix }) => expect(fix).not.toMatch(/go back|pin the image/));
});
