import { checked, Given } from './given';
import { listeningIn } from '../../src/diagnosis/read/listening';

test.each([
  ['Server listening at http://0.0.0.0:3000', 3000, '0.0.0.0'],
  ['Listening on port 8080', 8080, undefined],
  ['listening on *:8080', 8080, '*'],
  ['app listening on :8080', 8080, undefined],
  ['Tomcat started on port(s): 8081 (http) with context path \'\'', 8081, undefined],
  ['Tomcat initialized with port 8080 (http)', 8080, undefined],
  [' * Running on http://127.0.0.1:5000', 5000, '127.0.0.1'],
  ['INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)', 8000, '127.0.0.1'],
  ['Now listening on: http://[::]:80', 80, '[::]'],
  ['   - Local:        http://localhost:3000', 3000, 'localhost'],
  ['* Listening on http://0.0.0.0:9292', 9292, '0.0.0.0'],
  ['[INFO] Listening at: http://0.0.0.0:8000 (7)', 8000, '0.0.0.0'],
  ['Server started on port 4000', 4000, undefined],
  ['ready - started server on 0.0.0.0:3000, url: http://localhost:3000', 3000, '0.0.0.0'],
  ['tile server listening on :8080', 8080, undefined],
  ['Rocket has launched from http://localhost:8000', 8000, 'localhost'],
  ['Serving at localhost:3000', 3000, 'localhost'],
  ['* Listening on tcp://127.0.0.1:9292', 9292, '127.0.0.1'],
  ['Server listening on http://[::1]:3000', 3000, '[::1]'],
  ['   INFO  Server running on [http://127.0.0.1:8000].', 8000, '127.0.0.1'],
  ['[Thu Jan  1 10:00:00 2026] PHP 8.2.1 Development Server (http://localhost:8000) started', 8000, 'localhost'],
  ['[info] p.c.s.AkkaHttpServer - Listening for HTTP on /127.0.0.1:9000', 9000, '127.0.0.1'],
  ['INFO  ktor.application - Responding at http://127.0.0.1:8080', 8080, '127.0.0.1'],
  ['(bound on host 127.0.0.1 and port 3000)', 3000, '127.0.0.1'],
  ['LOG:  listening on IPv4 address "127.0.0.1", port 5432', 5432, '127.0.0.1'],
  ['time=2026-02-10T04:05:06Z level=INFO msg="listening" addr=127.0.0.1:8080', 8080, '127.0.0.1'],
  ['Started ServerConnector@5c3b6f{HTTP/1.1, (http/1.1)}{127.0.0.1:8080}', 8080, '127.0.0.1'],
  ['[node] publish_address {localhost/127.0.0.1:9200}, bound_addresses {[::1]:9200}, {127.0.0.1:9200}', 9200, '127.0.0.1'],
  ['<i> [webpack-dev-server] Loopback: http://localhost:8080/', 8080, 'localhost'],
] as readonly (readonly [string, number, string | undefined])[])('%s', (line, port, host) => {
  expect(listeningIn(line)).toMatchObject({ port, ...(host && { host }) });
  if (!host) expect(listeningIn(line)?.host).toBeUndefined();
});

test.each([
  ['Connecting to postgres at db.internal:5432'],
  ['Starting workers 4'],
  ['GET /health 200 12 ms'],
  ['accepting connections from 10.0.1.5:43312'],
  ['started connection addr=10.0.0.5:5432'],
  ['Loaded 8080 rows'],
  ['Error: connect ECONNREFUSED 127.0.0.1:7860'],
  ['started in 3.2 seconds'],
  ['INFO: started at 2026-02-10T04:05:10Z, job 7'],
  ['WARN anonymous: blocked until 2026-03-24T20:12:07, serving from the cache at 20:12:07'],
  ['level=info msg="started handling request" http_request=map[host:10.0.4.2:4433 method:GET]'],
  ['upstream timed out while reading response header, client: 10.0.1.55, server: localhost, upstream: "http://127.0.0.1:8080/api/report"'],
])('%s says nothing of it', (line) => expect(listeningIn(line)).toBeUndefined());

describe('the setting that lets a server listen on all addresses', () => {
  const fix = (line: string, container: Given['container'] = {}) => checked('Health checks failed', {}, { log: [line], container: { portMappings: [{ containerPort: 8080 }], ...container } });
  test.each([
    // https://github.com/mkaczanowski/pastebin/issues/3
    ['the command', 'Rocket has launched from http://localhost:8080', { command: ['pastebin', '--address', 'localhost', '--port', '8080'] }, '--address 0.0.0.0, not --address localhost, in command'],
    ['an address in the command', 'Starting development server at http://127.0.0.1:8080/', { command: ['python', 'manage.py', 'runserver', '127.0.0.1:8080'] }, '0.0.0.0:8080, not 127.0.0.1:8080, in command'],
    ['a variable', 'Listening on http://127.0.0.1:8080', { environment: [{ name: 'DB_HOST', value: 'localhost' }, { name: 'HOST', value: '127.0.0.1' }] }, 'HOST=0.0.0.0, not 127.0.0.1, in environment'],
    ['Rocket', 'Rocket has launched from http://127.0.0.1:8080', {}, 'ROCKET_ADDRESS=0.0.0.0'],
    ['.NET', 'Now listening on: http://localhost:8080', {}, 'ASPNETCORE_URLS=http://+:8080'],
    ['Laravel', 'Server running on [http://127.0.0.1:8080].', { command: ['php', 'artisan', 'serve'] }, '--host=0.0.0.0 of artisan serve'],
    ['software that is not known', 'listening on 127.0.0.1:8080', {}, 'HOST=0.0.0.0, --host 0.0.0.0, server.address'],
  ] as readonly (readonly [string, string, Given['container'], string])[])('%s', (_name, line, container, setting) => {
    const cause = fix(line, container);
    expect(cause.id).toBe('app-bind-localhost');
    expect(cause.fix).toContain(setting);
  });

  test('a client that is told localhost is no server', () => {
    expect(fix('listening on 127.0.0.1:8080', { environment: [{ name: 'CONSUL_HTTP_ADDR', value: '127.0.0.1:8500' }], command: ['app', '--db-url=localhost:5432'] }).fix).toContain('(HOST=0.0.0.0, --host');
  });
});
