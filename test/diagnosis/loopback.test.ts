import { exited } from './given';

describe('127.0.0.1', () => {
  const REFUSED = 'Error: connect ECONNREFUSED 127.0.0.1:6379';
  const redis = { others: [{ name: 'redis', portMappings: [{ containerPort: 6379 }] }] };

  test('reaches another container in awsvpc and host mode only', () => {
    for (const networkMode of ['awsvpc', 'host']) {
      const { facts, fix } = exited(REFUSED, { ...redis, definition: { networkMode } });
      expect(facts.join()).toContain('is container redis of this task');
      expect(fix).toMatch(/^start after redis is ready/);
    }
    const bridge = exited(REFUSED, { ...redis, definition: { networkMode: 'bridge' } });
    expect(bridge.facts.join()).toContain('in bridge network mode 127.0.0.1 reaches only the container itself');
    expect(bridge.fix).toContain('container.addLink(redis)) and use redis:6379 in place of 127.0.0.1:6379');
  });

  test('bridge is the default on instances, and a link that is there is not offered', () => {
    const given = { ...redis, definition: { networkMode: undefined }, service: { launchType: 'EC2' } };
    expect(exited(REFUSED, given).fix).toContain('addLink(redis)');
    expect(exited(REFUSED, { ...given, container: { links: ['redis:cache'] } }).fix).toMatch(/^use redis:6379 in place of/);
    expect(exited('Error: connect ECONNREFUSED redis:6379', { ...given, container: { links: ['redis'] } }).fix).not.toContain('addLink');
  });

  test.each([
    ['its own port', 'Error: connect ECONNREFUSED 127.0.0.1:8080', {}, 'portMappings has port 8080'],
    ['its own setting', 'dial tcp 127.0.0.1:3001: connect: connection refused', { container: { environment: [{ name: 'PORT', value: '3001' }] } }, 'PORT is 3001'],
    ['nginx before PHP', 'connect() failed (111: Connection refused) while connecting to upstream, upstream: "fastcgi://127.0.0.1:9000"', {}, 'its web server passes requests'],
  ])('a process of the same container is not sought elsewhere: %s', (_name, line, given, fact) => {
    const cause = exited(line, given);
    expect(cause.id).toBe('app-dependency-unreachable');
    expect(cause.facts.join()).toContain(fact);
    expect(cause.fix).not.toContain('other host');
  });

  test('another host is meant if nothing of the container has that port', () => {
    const asks = 'connection to server at "127.0.0.1", port 5432 failed: Connection refused. Is the server running on that host and accepting TCP/IP connections?';
    const given = { container: { environment: [{ name: 'DB_PORT', value: '5432' }] } };
    expect(exited(asks, given).fix).toContain('the address of the other host');
  });
});
