import { createServer, IncomingMessage } from 'http';
import { AddressInfo } from 'net';
import * as fc from 'fast-check';
import { CustomResourceRequest } from '../../src/contract';
import { addressee, deliver, put, reasonBudget, responseBody } from '../../src/runtime/answer';
import { readOptions } from '../../src/runtime/options';

// The same runs every time: a failure must be there again when somebody looks.
fc.configureGlobal({ seed: 20261123 });

const to = addressee({
  RequestType: 'Create',
  RequestId: 'c0ffee00-0000-4000-8000-000000000000',
  LogicalResourceId: 'ApiDeploymentDiagnosis0A1B',
  StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/8d0d6c30-0000-11ef-8000-0a0000000000',
} as CustomResourceRequest);

describe('the body', () => {
  test('holds what CloudFormation asks for', () => {
    expect(JSON.parse(responseBody(to, { status: 'FAILED', reason: 'web exits' }))).toEqual({ Status: 'FAILED', Reason: 'web exits', ...to });
    expect(JSON.parse(responseBody(to, { status: 'SUCCESS' }))).toEqual({ Status: 'SUCCESS', ...to });
    expect(to.PhysicalResourceId).toBe('ApiDeploymentDiagnosis0A1B-diagnosis');
  });

  test('a failure never comes without a reason', () => {
    expect(JSON.parse(responseBody(to, { status: 'FAILED', reason: '' })).Reason).toMatch(/log of the diagnosis function/);
  });

  test('any text fits into 4,096 bytes, cut at its end and never within a character', () => {
    const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom('"\\'.repeat(300), '\n\t\u0001'.repeat(300), '🚀'.repeat(400), '日本語'.repeat(400)));
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), fc.string({ maxLength: 1500 }), (pieces, physicalId) => {
      const reason = `it broke: ${pieces.join('')}`;
      const body = responseBody({ ...to, PhysicalResourceId: `x${physicalId.slice(0, 300)}` }, { status: 'FAILED', reason });
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4096);
      const sent: string = JSON.parse(body).Reason;
      expect(reason.startsWith(sent)).toBe(true);
      expect(sent === reason || !/[\ud800-\udbff]$/.test(sent)).toBe(true);
      // nothing is given away: the answer is full where something was cut
      expect(sent === reason || Buffer.byteLength(body) > 4096 - 12).toBe(true);
    }));
  });

  test('the budget is exact: one byte more does not fit', () => {
    const budget = reasonBudget(to);
    const exact = 'a'.repeat(budget - 2);
    expect(Buffer.byteLength(responseBody(to, { status: 'FAILED', reason: exact }))).toBe(4096);
    expect(JSON.parse(responseBody(to, { status: 'FAILED', reason: `${exact}b` })).Reason).toBe(exact);
  });
});

describe('delivery', () => {
  const rows: [string, (number | Error)[], string, number[]][] = [
    ['accepted', [200], 'accepted', []],
    ['a hiccup', [503, 200], 'accepted', [200]],
    ['no connection, then throttled, then fine', [new Error('ECONNRESET'), 429, 200], 'accepted', [200, 1000]],
    ['the URL has expired', [403], 'refused', []],
    ['gone for good', [503, 500, new Error('ETIMEDOUT'), 503], 'lost', [200, 1000, 3000]],
    ['a hiccup, then expired', [500, 403], 'refused', [200]],
  ];
  test.each(rows)('%s', async (_, statuses, expected, waits) => {
    const slept: number[] = [];
    const answers = [...statuses];
    const outcome = await deliver('https://x', 'body', {
      put: async () => {
        const next = answers.shift()!;
        if (next instanceof Error) throw next;
        return next;
      },
      sleep: async (ms) => { slept.push(ms); },
    });
    expect([outcome, slept, answers]).toEqual([expected, waits, []]);
  });
});

describe('the PUT', () => {
  const served = async (status: number, use: (url: string, got: () => { request: IncomingMessage; body: string }) => Promise<void>) => {
    let got: { request: IncomingMessage; body: string };
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        got = { request, body: Buffer.concat(chunks).toString() };
        response.writeHead(status).end('<html>whatever</html>');
      });
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    try {
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?X-Amz-Signature=1`, () => got);
    } finally {
      await new Promise((resolve) => { server.close(resolve); });
    }
  };

  test('carries an empty content type and the length in bytes', () => served(200, async (url, got) => {
    expect(await put(url, '{"Reason":"größer"}')).toBe(200);
    expect(got().request).toMatchObject({ method: 'PUT', url: '/answer?X-Amz-Signature=1', headers: { 'content-type': '', 'content-length': '21' } });
    expect(got().body).toBe('{"Reason":"größer"}');
  }));

  test('returns the status', () => served(403, async (url) => { expect(await put(url, '{}')).toBe(403); }));

  test('rejects if nothing listens, and if there is no URL', async () => {
    await expect(put('http://127.0.0.1:1/answer', '{}')).rejects.toThrow();
    expect(await deliver('', '{}', { put, sleep: async () => undefined })).toBe('lost');
  });
});

describe('options', () => {
  test('travel as JSON', () => {
    const given = { mode: 'REPORT', failureThreshold: 3, stuckAfterSeconds: 0, timeoutSeconds: 600, onTimeout: 'FAIL', causes: { 'app-crashed': 5 }, logLines: 0, redact: ['x'] };
    expect(readOptions(JSON.stringify(given))).toEqual(given);
  });

  const defaults = { mode: 'FAIL', failureThreshold: 2, stuckAfterSeconds: 900, timeoutSeconds: 3420, onTimeout: 'HAND_OVER', causes: {}, logLines: 20, redact: [] };
  test.each([undefined, '', '{', 'null', '[]', '7', {}, '{"failureThreshold":"many","causes":[1],"redact":"x","logLines":null}'])('%p has the defaults', (json) => {
    expect(readOptions(json)).toEqual(defaults);
  });

  test('numbers stay in their range, also when they arrive as strings', () => {
    expect(readOptions('{"failureThreshold":"4","timeoutSeconds":99999,"logLines":-1}')).toMatchObject({ failureThreshold: 4, timeoutSeconds: 3420, logLines: 0 });
  });
});
