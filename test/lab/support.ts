import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ResourceDefinition, Template } from '../../src/lab/cloudformation/template';
import { createLab, Lab, LabOptions, OperationResult } from '../../src/lab/lab';
import { Scenario } from '../../src/lab/world';

// Real child processes: on a busy machine one deployment may take seconds.
jest.setTimeout(30_000);

const root = mkdtempSync(join(tmpdir(), 'lab-test-'));
let count = 0;
const labs: Lab[] = [];
afterEach(async () => { await Promise.all(labs.splice(0).map((one) => one.close())); });
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A hand-made cloud assembly with one stack, `Shop`; `functions` are texts of `index.js`, found under `<name>.zip`. */
export function assembly(
  template: Omit<Template, 'Resources'> & { Resources: { [id: string]: ResourceDefinition } },
  functions: { [name: string]: string } = {}, nested: { [file: string]: Template } = {}, tags?: { [k: string]: string },
): string {
  const dir = join(root, String(++count));
  mkdirSync(dir);
  const files: { [id: string]: unknown } = {};
  for (const [name, code] of Object.entries(functions)) {
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, 'index.js'), code);
    files[name] = { source: { path: name, packaging: 'zip' }, destinations: { here: { bucketName: 'b', objectKey: `${name}.zip` } } };
  }
  for (const [name, inner] of Object.entries(nested)) {
    writeFileSync(join(dir, name), JSON.stringify(inner));
    files[name] = { source: { path: name, packaging: 'file' }, destinations: { here: { bucketName: 'b', objectKey: name } } };
  }
  writeFileSync(join(dir, 'Shop.template.json'), JSON.stringify(template));
  writeFileSync(join(dir, 'Shop.assets.json'), JSON.stringify({ version: '36.0.0', files }));
  const artifacts = {
    'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
    'Shop': { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: 'Shop.template.json', tags } },
  };
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts }));
  return dir;
}

export async function lab(scenario: Partial<Scenario> = {}, options: Partial<LabOptions> = {}): Promise<Lab> {
  const made = await createLab({ scenario: { scenario: 1, ...scenario }, ...options });
  labs.push(made);
  return made;
}

/** Of a client of the AWS SDK that talks to the lab. */
export const config = (l: Lab) => ({
  endpoint: l.endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1,
});

/** `status reason` of each event of a resource, without the stack's. */
export function eventsOf(result: OperationResult, logicalId: string): string[] {
  return result.events.filter((e) => e.logicalId === logicalId).map((e) => [e.status, e.reason].filter(Boolean).join(' '));
}

export const statuses = (result: OperationResult, logicalId: string) => result.events
  .filter((e) => e.logicalId === logicalId)
  .map((e) => e.status);

export const fn = (name: string, more: object = {}): ResourceDefinition => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Code: { S3Bucket: 'b', S3Key: `${name}.zip` }, Handler: 'index.handler', Role: 'arn:aws:iam::123456789012:role/r', Timeout: 10, ...more },
});

/** A custom resource that `Fn` plays; `plan` is an array of answers, one for each request it gets of that type. */
export const custom = (properties: object = {}, dependsOn?: string[]): ResourceDefinition => ({
  Type: 'Custom::Thing',
  Properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] }, ...properties },
  ...dependsOn && { DependsOn: dependsOn },
});

/**
 * Code of a function that answers custom resource requests. `body` is JavaScript with `event`, `context` and `put(answer, times)`;
 * what it returns is merged into a SUCCESS answer and put, unless it returns undefined.
 */
export const answering = (body = 'return {};') => `
const http = require('http');
const raw = (url, text) => new Promise((resolve, reject) => {
  const request = http.request(url, { method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(text) } }, (response) => {
    response.resume(); response.on('end', () => resolve(response.statusCode));
  });
  request.on('error', reject); request.end(text);
});
exports.handler = async (event, context) => {
  console.log(JSON.stringify({ type: event.RequestType, id: event.PhysicalResourceId, props: event.ResourceProperties, old: event.OldResourceProperties, request: event.RequestId, at: new Date().toISOString() }));
  const answer = (more) => JSON.stringify({ Status: 'SUCCESS', StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
    PhysicalResourceId: event.PhysicalResourceId || 'thing-1', ...more });
  const put = (more) => raw(event.ResponseURL, answer(more));
  const more = await (async () => { ${body} })();
  if (more !== undefined) await put(more);
};`;

export interface Asked {
  type: string;
  id?: string;
  props: { [k: string]: unknown };
  old?: { [k: string]: unknown };
  request: string;
  at: string;
}

/** What the function of `answering` was asked, oldest first. */
export function asked(l: Lab): Asked[] {
  return l.lambdaLogLines().filter((line) => line.includes('{"type"')).map((line) => JSON.parse(line.slice(line.indexOf('{"type"'))));
}
