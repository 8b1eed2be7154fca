import { createHash, createHmac } from 'crypto';
import { escapeUri, HttpRequest } from '@smithy/core/protocols';
import { once } from './plain-client';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Config {
  readonly credentials?: () => Promise<Credentials>;
  readonly credentialDefaultProvider: () => () => Promise<Credentials>;
  readonly region: () => Promise<string>;
  readonly defaultSigningName: string;
}

/** What the rules for endpoints say of the signature (`authSchemes`). */
interface Scheme {
  readonly signingRegion?: string;
  readonly signingName?: string;
}

interface Signing {
  readonly signingDate: Date;
  readonly signingRegion?: string;
  readonly signingService?: string;
}

/**
 * Replaces that of `@aws-sdk/core`, and with it `@smithy/signature-v4`: the SDK's signs also URLs, events and streams, and marks in the
 * user agent where credentials come from. Credentials are asked for once: those of a function stay as long as its process.
 */
export const bindResolveAwsSdkSigV4Config = <D>(disableClockSkewCorrection: D) => <C extends Config>(config: C) => {
  const credentials = once(config.credentials ?? config.credentialDefaultProvider());
  return Object.assign(config, {
    credentials,
    disableClockSkewCorrection,
    systemClockOffset: 0,
    signer: async ({ signingRegion, signingName }: Scheme = {}) => {
      const region = signingRegion ?? await config.region();
      return {
        sign: async (request: HttpRequest, { signingDate, ...given }: Signing) => {
          const service = given.signingService ?? signingName ?? config.defaultSigningName;
          return signed(request, signingDate, [given.signingRegion ?? region, service], await credentials());
        },
      };
    },
  });
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Signature Version 4 (AWS IAM User Guide, create a signed AWS API request) of a request with a text as its body and without a query. */
function signed(given: HttpRequest, at: Date, place: readonly [region: string, service: string], credentials: Credentials): HttpRequest {
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
