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
] as readonly (readonly [string, number, string | undefined])[])('%s', (line, port, host) => {
  expect(listeningIn(line)).toMatchObject({ port, ...(host && { host }) });
  if (!host) expect(listeningIn(line)?.host).toBeUndefined();
});

test.each([
  ['Connecting to postgres at db.internal:5432'],
  ['Starting workers 4'],
  ['GET /health 200 12 ms'],
  ['Loaded 8080 rows'],
  ['Error: connect ECONNREFUSED 127.0.0.1:7860'],
  ['started in 3.2 seconds'],
  ['INFO: started at 2026-02-10T04:05:10Z, job 7'],
  ['WARN anonymous: blocked until 2026-03-24T20:12:07, serving from the cache at 20:12:07'],
  ['level=info msg="started handling request" http_request=map[host:10.0.4.2:4433 method:GET]'],
  ['upstream timed out while reading response header, client: 10.0.1.55, server: localhost, upstream: "http://127.0.0.1:8080/api/report"'],
])('%s says nothing of it', (line) => expect(listeningIn(line)).toBeUndefined());
