import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../clock';
import { PRELOAD_SCRIPT } from './preload';
import { Presence } from './presence';

/** A separate process on the lab's clock. */
export interface Companion {
  /** To be added to the environment of the process. */
  readonly environment: { readonly [name: string]: string };
  /** Bytes of heap in use, from time to time; only of a process with `--expose-gc`. */
  readonly heap: readonly number[];
  /** Call it when the process has ended, or was never started: lab time goes on without it. */
  leave(): void;
}

/** Puts processes on the lab's clock, which moves only while all of them sleep. */
export class Companions {
  /** Several may join at once: they share one server. */
  private listening: Promise<Server> | undefined;
  private folder: string | undefined;
  private readonly present = new Map<string, { readonly presence: Presence; readonly heap: number[] }>();
  private count = 0;

  constructor(private readonly clock: VirtualClock) {}

  async join(): Promise<Companion> {
    const port = await this.listen();
    const path = `/companion/${++this.count}`;
    const presence = new Presence(this.clock);
    const heap: number[] = [];
    this.present.set(path, { presence, heap });
    return {
      environment: {
        NODE_OPTIONS: `--require ${join(this.folder!, 'preload.js')}`,
        LAB_CLOCK: `http://127.0.0.1:${port}${path}`,
        LAB_NOW: String(this.clock.now()),
      },
      heap,
      leave: () => {
        this.present.delete(path);
        presence.leave();
      },
    };
  }

  close(): void {
    for (const { presence } of this.present.values()) presence.leave();
    this.present.clear();
    void this.listening?.then((server) => {
      server.closeAllConnections();
      server.close();
    });
    this.listening = undefined;
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }

  private async listen(): Promise<number> {
    this.listening ??= this.open();
    return ((await this.listening).address() as AddressInfo).port;
  }

  private async open(): Promise<Server> {
    this.folder = mkdtempSync(join(tmpdir(), 'lab-companion-'));
    writeFileSync(join(this.folder, 'preload.js'), PRELOAD_SCRIPT);
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { sleep, heap } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { readonly sleep: number; readonly heap?: number };
        const known = this.present.get(request.url ?? '');
        if (heap !== undefined) known?.heap.push(heap);
        void Promise.resolve(known?.presence.sleepUntil(sleep)).then((woken) => {
          answer(response, woken ? { now: this.clock.now() } : { superseded: true });
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  }
}

function answer(response: ServerResponse, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
