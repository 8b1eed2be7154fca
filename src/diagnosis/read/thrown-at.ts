import { isStackLine } from './logline';
import { logLines } from './logs';
import { telling } from './telling';
import { Frame } from '../../facts/model';
import { Seen } from '../model';

/** Where in the code an error comes from, by the stack that the runtime prints beside it. */
interface ThrownAt {
  /** The library of the innermost call, with its version where the path has it: `github.com/rdforte/gomaxecs v1.1.1`. */
  readonly library?: string;
  /** The innermost place outside libraries and runtime: `src/main.rs:295`. */
  readonly own?: string;
}

const EXTENSION = String.raw`\.(?:go|rs|py|rb|[cm]?[jt]sx?|java|kt|scala|cs|php|exs?|lua|p[lm])`;
const PLACE = new RegExp(String.raw`(?<![\w./\\-])([\w.@/\\:+~-]{1,300}${EXTENSION})(?:", line |:line |:|\((?=\d)| on line )(\d+)`);

/** Files of runtimes: Go, Rust, Node.js, Ruby, Python, Elixir; classes of Java and .NET. */
const OF_RUNTIME = new RegExp(String.raw`/local/go/src/|/rustc/|node:|<frozen |[( ]internal/`
  + String.raw`|lib/(?:ruby|python)\d?[\d.]*/(?!.*(?:gems|-packages))|\((?:stdlib|elixir|kernel)\b|\([a-z_]+\.js:|(?:^|\s)ruby/\d(?!.*gems)`
  + String.raw`|^\s*at (?:\S+/)?(?:javax?|jdk|sun|com\.sun|kotlin|System|Microsoft)\.`
  // frameworks: what they do not find or start is named in the words, not in their code
  + String.raw`|^\s*at (?:\S+/)?(?:org\.(?:springframework|apache|hibernate|eclipse|jboss)|reactor)\.`
  + String.raw`|^\s*at (?:\S+/)?io\.(?:quarkus|netty|micronaut|vertx)\.`);

/** Modules of Go, crates of Rust, packages of Python, Node.js and PHP, gems, applications of Elixir. */
const LIBRARIES: readonly RegExp[] = [
  /\/pkg\/mod\/([^@\s]{1,200})@(v\d[\w.+-]{1,60})/,
  /registry\/src\/[^/]{1,100}\/([\w-]{1,60}?)-(\d[\w.+-]{1,40})\//,
  /(?:site-packages|dist-packages|node_modules(?:\/\.pnpm\/[^/]{1,200}\/node_modules)?)\/((?:@[\w.-]{1,60}\/)?[\w.-]{1,60}?)(?:\/|\.py)/,
  /gems\/([\w.-]{1,60}?)-(\d[\w.]{1,20})\//,
  /\/vendor\/((?!bundle|github)[\w.-]{1,60}\/[\w.-]{1,60})\//,
  /^\s*\((\w{1,60})(?: (\d[\w.]{1,20}))?\) \S/,
];
const OF_ELIXIR = /^\s*\(\w{1,60}(?: \d[\w.]{1,20})?\) \S+\.exs?:/;

/** Ruby and Rust print the place before the words. Loggers of others print their own place there. */
const PLACE_FIRST = /^\S+\.rb:\d+:in [`']|panicked at /;
/** Zeitwerk, the loader of Rails, names the file at fault; the stack has only the loader. */
const TO_DEFINE = /expected file (\S{1,200}\.rb) to define/;

const AFTER = 30;
const BEFORE = 12;

/** @param line the whole line with the error */
export function thrownAt(frame: Frame, line: string, seen: Seen | undefined): ThrownAt {
  const all = seen ? logLines(frame, seen.container, seen.task).map(({ message = '' }) => message.slice(0, 500)) : [];
  const at = seen?.line ?? 0;
  // Python prints the innermost call last, above the error; the others print it first, below it.
  const above = all.slice(Math.max(0, at - BEFORE), at).reverse();
  const isPython = above.slice(0, 3).some((text) => /^\s*File "/.test(text));
  let library: string | undefined;
  const head = line.slice(0, 1000);
  const [, loaded] = TO_DEFINE.exec(head) ?? [];
  if (loaded) return { own: loaded };
  const words = (PLACE_FIRST.test(head) ? head : telling(head)).slice(0, 500);
  for (const text of [words, ...isPython ? above : all.slice(Math.max(0, at - 1), at + AFTER)]) {
    const [, file, number] = isStackLine(text) || OF_ELIXIR.test(text) || text === words ? PLACE.exec(text) ?? [] : [];
    if (!file || OF_RUNTIME.test(text)) continue;
    const found = LIBRARIES.map((one) => one.exec(text)).find(Boolean);
    if (!found) return { library, own: `${file}:${number}` };
    library ??= found.slice(1).filter(Boolean).join(' ');
  }
  return { library };
}
