import { createHash, createHmac } from 'crypto';
import { escapeUri, HttpRequest } from '@smithy/core/protocols';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

type Place = readonly [region: string, service: string];

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Replaces `@smithy/signature-v4`, which signs also URLs, events and streams: Signature Version 4 (AWS IAM User Guide, create a signed AWS
 * API request) of a request with a text as its body and without a query.
 */
export function signed(given: HttpRequest, at: Date, place: Place, credentials: Credentials): HttpRequest {
  const request = HttpRequest.clone(given);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const { headers, method, body, path } = request;
  const time = at.toISOString().replace(/\.\d{3}|[-:]/g, '');
  const hash = headers['x-amz-content-sha256'] ??= sha256(body ?? '');
  headers['x-amz-date'] = time;
  if (sessionToken) headers['x-amz-security-token'] = sessionToken;
  // a proxy is allowed to change the user agent
  const values = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim().replace(/\s+/g, ' ')]));
  const names = [...values.keys()].filter((name) => name !== 'user-agent').sort();
  const lines = names.map((name) => `${name}:${values.get(name)}\n`);
  const list = names.join(';');
  const segments = path.split('/').filter(Boolean).map((segment) => `${escapeUri(segment)}/`).join('');
  const canonical = [method, `/${path.endsWith('/') ? segments : segments.slice(0, -1)}`, '', lines.join(''), list, hash].join('\n');
  const scope = [time.slice(0, 8), ...place, 'aws4_request'];
  const hmac = (secret: string | Buffer, text: string) => createHmac('sha256', secret).update(text).digest();
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n')).toString('hex');
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${list}, Signature=${signature}`;
  return request;
}
