import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { createServer, IncomingMessage } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { inflateRawSync } from 'zlib';

export interface BucketServer {
  /** For AWS_ENDPOINT_URL_S3. */
  readonly endpoint: string;
  /** `bucket/key` of the objects that are there. */
  readonly objects: ReadonlySet<string>;
  close(): Promise<void>;
}

/**
 * The three calls of Amazon S3 that the kit makes, by their form on the wire (Amazon S3 API Reference): PutObject, ListObjectsV2,
 * DeleteObjects. The lab does not play S3.
 *
 * @param stored called for each object: its key, and the file on disk or the folder with the content of the archive
 */
export async function startBucketServer(stored: (key: string, path: string) => void): Promise<BucketServer> {
  const folder = mkdtempSync(join(tmpdir(), 'live-bucket-'));
  const objects = new Set<string>();
  const server = createServer((request, response) => void bodyOf(request).then((body) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://bucket');
    const [bucket, key] = pathname.slice(1).split('/').map(decodeURIComponent);
    response.setHeader('content-type', 'application/xml');
    if (request.method === 'PUT') {
      objects.add(`${bucket}/${key}`);
      const path = join(folder, key);
      if (key.endsWith('.zip')) unzip(body, path);
      else writeFileSync(path, body);
      stored(key, path);
      response.end();
    } else if (searchParams.has('list-type')) {
      const keys = [...objects].filter((one) => one.startsWith(`${bucket}/`)).map((one) => one.slice(bucket.length + 1));
      const contents = keys.map((one) => `<Contents><Key>${one}</Key></Contents>`).join('');
      response.end(`<ListBucketResult>${contents}</ListBucketResult>`);
    } else if (searchParams.has('delete')) {
      for (const [, one] of body.toString('utf8').matchAll(/<Key>(.*?)<\/Key>/g)) objects.delete(`${bucket}/${one}`);
      response.end('<DeleteResult></DeleteResult>');
    } else {response.writeHead(501).end();}
  }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    close: () => new Promise((resolve) => {
      rmSync(folder, { recursive: true, force: true });
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const CENTRAL = 0x02014b50, END = 0x06054b50;

/** By the central directory, as Lambda and every unzip do (PKWARE's APPNOTE). */
export function unzip(archive: Buffer, folder: string): void {
  const end = archive.length - 22;
  if (archive.readUInt32LE(end) !== END) throw new Error('the archive has no end record');
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    if (archive.readUInt32LE(at) !== CENTRAL) throw new Error('the archive has a bad entry');
    const [packed, nameLength, local] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28), archive.readUInt32LE(at + 42)];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, inflateRawSync(archive.subarray(begin, begin + packed)));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
}
