import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Handler, HandlerRequest, ResourceFailure } from '../model';
import { handlerFailure } from './calls';
import { physicalName } from './other';
import { creation, deletion, RESOURCE_MS } from './timing';

/** AWS::Lambda::Function: the real code of the template's asset, run by the lab's host. */
export const lambdaFunction: Handler = {
  replacement: ['FunctionName', 'PackageType'],
  nameProperty: 'FunctionName',
  async create(request) {
    const { clock, world, functions } = request.around;
    await clock.sleep(RESOURCE_MS / 2, request.signal);
    const functionName = String(request.properties.FunctionName ?? physicalName(request, 64));
    const { partition, region, accountId } = world.place;
    const functionArn = `arn:${partition}:lambda:${region}:${accountId}:function:${functionName}`;
    functions.put(specOf(request, functionName, functionArn));
    request.initiated(functionName);
    await clock.sleep(creation(request.type).ms - RESOURCE_MS / 2, request.signal);
    return { physicalId: functionName, attributes: { Arn: functionArn } };
  },
  async update(request) {
    await request.around.clock.sleep(RESOURCE_MS, request.signal);
    const functionName = String(request.physicalId);
    request.around.functions.put(specOf(request, functionName, String(request.attributes.Arn)));
    return { physicalId: functionName, attributes: request.attributes };
  },
  async delete(request) {
    const { clock, functions, world } = request.around;
    const [untilGone, after] = deletion(world);
    await clock.sleep(untilGone, request.signal);
    functions.remove(String(request.physicalId));
    await clock.sleep(after, request.signal);
  },
};

function specOf(request: HandlerRequest, functionName: string, functionArn: string) {
  const p = request.properties as {
    Handler?: string;
    Role?: unknown;
    Timeout?: unknown;
    MemorySize?: unknown;
    Environment?: { Variables?: { [name: string]: unknown } };
    LoggingConfig?: { LogGroup?: string };
  };
  return {
    functionName,
    functionArn,
    role: String(p.Role ?? ''),
    codePath: codeOf(request),
    handler: p.Handler ?? 'index.handler',
    environment: Object.fromEntries(Object.entries(p.Environment?.Variables ?? {}).map(([k, v]) => [k, String(v)])),
    // Defaults of the resource type: 3 seconds, 128 MB.
    timeoutSeconds: Number(p.Timeout ?? 3),
    memoryMb: Number(p.MemorySize ?? 128),
    logGroup: p.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`,
  };
}

function codeOf(request: HandlerRequest): string {
  const code = request.properties.Code as { S3Key?: string; ZipFile?: string } | undefined;
  if (code?.ZipFile !== undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'lab-inline-'));
    writeFileSync(join(folder, 'index.js'), code.ZipFile);
    return folder;
  }
  const path = code?.S3Key === undefined ? undefined : request.around.asset(code.S3Key);
  if (path === undefined) {
    const message = 'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.';
    throw handlerFailure(request, message, 'InvalidRequest');
  }
  if (!statSync(path).isDirectory()) throw new ResourceFailure(`The lab runs functions from folders, not from ${path}`);
  return path;
}
