import { readdirSync, readFileSync, statSync } from 'fs';
import { join, relative, sep } from 'path';
import { gzipSync } from 'zlib';

/** Fields and signatures: PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16. */
const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
const VERSION = 20, DEFLATED = 8;
/** 1980-01-01, so that the same files give the same archive. */
const DATE = 0x21;
/** `rw-r--r--` of a regular file, in the upper half; made on Unix. Lambda must be able to read it. */
const ATTRIBUTES = 0o100644 * 0x10000, UNIX = 3 * 256;

/** An archive of all files below a folder, as AWS Lambda takes it. */
export function zipped(folder: string): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const file of filesUnder(folder)) {
    const name = Buffer.from(relative(folder, file).split(sep).join('/'));
    const content = readFileSync(file);
    // gzip (RFC 1952) has the deflated bytes after a head of 10, then their CRC-32 and their length, as an archive has them.
    const gzip = gzipSync(content);
    const [packed, crc] = [gzip.subarray(10, -8), gzip.subarray(-8, -4)];
    const common = [
      u16(VERSION), u16(0), u16(DEFLATED), u16(0), u16(DATE), crc, u32(packed.length), u32(content.length), u16(name.length), u16(0),
    ];
    const local = Buffer.concat([u32(LOCAL), ...common, name, packed]);
    const more = [u16(0), u16(0), u16(0), u32(ATTRIBUTES), u32(offset), name];
    centrals.push(Buffer.concat([u32(CENTRAL), u16(UNIX + VERSION), ...common, ...more]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const count = u16(locals.length);
  const end = [u32(END), u16(0), u16(0), count, count, u32(central.length), u32(offset), u16(0)];
  return Buffer.concat([...locals, central, ...end]);
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
