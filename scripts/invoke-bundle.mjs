/** Runs the bundle of the Lambda function in a process of its own, for `scripts/test-package.mjs`. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

/**
 * Calls the handler of a bundle. Gives its PUT to the response URL, the executions that it started, and what it printed. Of the AWS calls
 * only StartExecution is permitted.
 * @param node the binary of Node.js that runs it
 */
export async function invoke(bundle, request, env, node = process.execPath) {
  let answer;
  const executions = [];
  const server = createServer((req, res) => {
    const parts = [];
    req.on('data', (part) => parts.push(part));
    req.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const isStart = /StartExecution$/.test(req.headers['x-amz-target'] ?? '');
      if (req.url.startsWith('/answer')) answer = { method: req.method, body: JSON.parse(body) };
      else if (isStart) executions.push(JSON.parse(body));
      else res.statusCode = 400;
      res.setHeader('content-type', 'application/x-amz-json-1.0');
      res.end(JSON.stringify(isStart ? { executionArn: 'arn', startDate: 1 } : { __type: 'AccessDeniedException', message: 'denied' }));
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const home = `http://127.0.0.1:${server.address().port}`;
  const event = { ...request, ResponseURL: `${home}/answer?X-Amz-Signature=secret` };
  const context = '{ getRemainingTimeInMillis: () => 60000, logStreamName: "s" }';
  const code = `require(${JSON.stringify(bundle)}).handler(${JSON.stringify(event)}, ${context})`;
  const aws = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none', AWS_ENDPOINT_URL: home };
  const child = spawn(node, ['-e', code], { env: { ...env, ...aws } });
  let output = '';
  child.stdout.on('data', (part) => { output += part; });
  child.stderr.on('data', (part) => { output += part; });
  const exit = await new Promise((done) => child.on('exit', done));
  server.close();
  return { answer, executions, code: exit, output };
}
