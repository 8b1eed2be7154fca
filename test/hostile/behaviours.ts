import { ServerResponse } from 'http';
import { pipeline, Readable } from 'stream';
import { asAws, Behaviour, Healthy } from './endpoint';

/** Sends the pieces for as long as the caller takes them. */
function pour(response: ServerResponse, pieces: Iterable<string>): void {
  pipeline(Readable.from(pieces), response, () => undefined);
}

const MB = 'x'.repeat(1_048_576);
function* megabytes(n: number, before: string, after: string) {
  yield before;
  for (let i = 0; i < n; i++) yield MB;
  yield after;
}

const status = (code: number, headers: { readonly [name: string]: string }, body: string): Behaviour => (response) => {
  response.writeHead(code, headers);
  response.end(body);
};
const inPlace = (change: (healthy: Healthy) => string | Buffer): Behaviour => (response, healthy) => {
  response.writeHead(200, { 'content-type': healthy.type });
  response.end(change(healthy));
};
const inJson = (map: (value: unknown, key: string) => unknown): Behaviour => inPlace(({ type, body }) => (
  type.includes('json') ? JSON.stringify(walk(JSON.parse(body), map, '')) : xmlLeaves(body)
));
/** The texts of an XML answer become what no number, time or flag is. */
const xmlLeaves = (body: string) => body.replace(/>(true|false|\d+|\d{4}-\d\d-\d\dT[^<]*)</g, '>NaN!<');

/** Inside first, so that a changed list holds changed items. */
function walk(value: unknown, map: (value: unknown, key: string) => unknown, key: string): unknown {
  if (Array.isArray(value)) return map(value.map((item) => walk(item, map, key)), key);
  if (typeof value !== 'object' || value === null) return map(value, key);
  const inner = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, map, name)]));
  return key ? map(inner, key) : inner;
}

const isList = (value: unknown) => Array.isArray(value);
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values of another kind than AWS documents, in every field of that kind. */
export const WRONG_KINDS: { readonly [name: string]: Behaviour } = {
  'a text for each list': inJson((value) => (isList(value) ? 'text' : value)),
  'a text for each object': inJson((value) => (isObject(value) ? 'text' : value)),
  'a number for each list': inJson((value) => (isList(value) ? 5 : value)),
  'an object for each list': inJson((value) => (isList(value) ? { 0: value, length: 1 } : value)),
  'lists in lists': inJson((value) => (isList(value) ? [value, [[]]] : value)),
  'null in each list': inJson((value) => (isList(value) ? [null, ...(value as unknown[])] : value)),
  'a number for each text': inJson((value) => (typeof value === 'string' ? 7 : value)),
  'a list for each text': inJson((value) => (typeof value === 'string' ? [value] : value)),
  'an object for each text': inJson((value) => (typeof value === 'string' ? { toString: 1, [value]: value } : value)),
  'a text for each number': inJson((value) => (typeof value === 'number' ? 'many' : value)),
  'a huge number for each number': inJson((value) => (typeof value === 'number' ? 1e300 : value)),
  'a negative number for each number': inJson((value) => (typeof value === 'number' ? -1.5 : value)),
  'a text for each flag': inJson((value) => (typeof value === 'boolean' ? 'maybe' : value)),
  'null for everything': inJson((value) => (isObject(value) ? value : null)),
  'members named __proto__': inPlace(({ type, body }) => (type.includes('json') ? body.replace(/"(name|message|startedBy)":/g, '"__proto__":') : body)),
};

/** Answers that are none. */
export const NO_ANSWERS: { readonly [name: string]: Behaviour } = {
  'an endless answer': (response, { type }) => {
    response.writeHead(200, { 'content-type': type });
    pour(response, megabytes(Infinity, '{"services":["', ''));
  },
  '50 MB': (response, { type }) => {
    response.writeHead(200, { 'content-type': type });
    pour(response, type.includes('json') ? megabytes(50, '{"services":[{"serviceName":"', '"}]}') : megabytes(50, '<a><b>', '</b></a>'));
  },
  'a redirect to another host': status(307, { location: 'http://169.254.169.254/latest/meta-data/' }, ''),
  'a redirect to itself': (response, _, { url }) => { response.writeHead(302, { location: url ?? '/' }).end(); },
  'no JSON, no XML': inPlace(() => '}{'),
  'invalid UTF-8': inPlace(({ body }) => Buffer.concat([Buffer.from(body.slice(0, 40)), Buffer.from([0xc3, 0x28, 0xff, 0xfe]), Buffer.from(body.slice(40))])),
  'only invalid UTF-8': inPlace(() => Buffer.alloc(1000, 0xff)),
  'a page of a proxy': status(200, { 'content-type': 'text/html' }, '<!doctype html><html><body>Sign in\u202e</body></html>'),
  'nothing': status(200, {}, ''),
  'null': status(200, { 'content-type': 'application/json' }, 'null'),
  'a list': status(200, { 'content-type': 'application/json' }, '[[]]'),
  'a deep list': inPlace(({ type }) => (type.includes('json') ? `{"services":${'['.repeat(200_000)}${']'.repeat(200_000)}}` : '<a>'.repeat(20_000))),
  'half of it': (response, { type, body }) => { response.writeHead(200, { 'content-type': type, 'content-length': String(body.length) }).write(body.slice(0, body.length / 2)); response.destroy(); },
  'a reset': (response) => { response.destroy(); },
  'no HTTP': (response) => { response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'); },
  'too many headers': (response) => { response.socket?.end(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}\r\n`); },
  '500 for ever': status(500, { 'content-type': 'application/x-amz-json-1.1' }, '{"__type":"ServerException","message":"no"}'),
  '500 without a body': status(500, {}, ''),
  'an error of a wrong kind': status(400, { 'content-type': 'application/x-amz-json-1.1' }, '{"__type":["a"],"message":{"b":1},"code":7}'),
  'an error of 9 MB': (response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
    pour(response, megabytes(9, '{"__type":"AccessDeniedException","message":"', '"}'));
  },
};

/** Each byte comes before a silent socket is given up, and the end never does. */
export const DRIP: Behaviour = (response, { type }) => {
  response.writeHead(200, { 'content-type': type });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
};

/** Answers as AWS does, but to these calls. */
export function only(operations: readonly string[], behaviour: Behaviour): Behaviour {
  return (response, healthy, request) => (operations.includes(healthy.operation) ? behaviour : asAws)(response, healthy, request);
}

/** AWS's words behind wrong headers. */
export const WRONG_HEADERS: { readonly [name: string]: Behaviour } = {
  'another content type': (response, { body }) => { response.writeHead(200, { 'content-type': 'image/png' }).end(body); },
  'a compressed answer that is none': (response, { type, body }) => { response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(body); },
};
