/** An address on which the application listens, by its own log. */
export interface Listening {
  readonly port: number;
  readonly host?: string;
  readonly line: string;
}

// not a time: "started at 2026-02-10T04:05:06"
const HOST = '(?:https?:\\/\\/|tcp:\\/\\/)?(?!\\d{4}-\\d\\d-\\d\\d|\\d\\d:\\d\\d:\\d\\d)(\\[[0-9a-f:]*\\]|[\\w.-]+|\\*)?';
const READY = '(?:listen(?:ing|s|er)?|running|serving|served|bound|binding|available|started|ready|accepting|online|responding)';
// "on [http://127.0.0.1:8000]" of Laravel, "on /127.0.0.1:9000" of Netty
const SET_OFF = '[\\[("\'<\\/]?';
const PATTERNS: readonly RegExp[] = [
  // not "Running Changeset: db/changelog.xml::42::app" of Liquibase
  new RegExp(`\\b${READY}\\b[^\\n]{0,60}?\\b(?:(?:on|at|to)\\s*:?\\s*|:\\s+)${SET_OFF}${HOST}:(\\d{2,5})\\b(?!::)`, 'i'),
  // "bound on host 127.0.0.1 and port 3000" of Fiber, "listening on IPv4 address "127.0.0.1", port 5432" of PostgreSQL
  /\b(?:listening|bound|started|running|ready)\b[^\n]{0,60}?\b(?:host|address|interface):? ["']?(\[?[0-9a-f:]*\]?|[\w.-]+|\*)["']?,?(?: and)? (?:on )?port:? (\d{2,5})\b/i,
  /\b(?:launched|listening|serving|bound)\b[^\n]{0,80}?(?:\bfrom |\b(?:addr(?:ess)?|bind|listen|url)["']?[=:] ?["']?)(?:\w{3,5}:\/\/)?(\[[0-9a-f:]*\]|[\w.-]+|\*)?:(\d{2,5})\b/i,
  // Jetty; Elasticsearch and OpenSearch
  /\bStarted \S{0,40}Connector\S{0,20}\{[^}\n]{1,60}\}\{(\[[0-9a-f:]*\]|[\w.-]+):(\d{2,5})\}/i,
  /\bpublish_address \{(?:[\w.-]{1,200}\/)?(\[[0-9a-f:]*\]|[\w.-]+):(\d{2,5})\}/i,
  /\bserver \(https?:\/\/(\[[0-9a-f:]*\]|[\w.-]+):(\d{2,5})\) started\b/i,
  /\b(?:listen(?:ing|s|er)?|running|serving|started|ready|bound|initialized|starting)\b[^\n]{0,60}?\bports?(?:\(s\))?[\s:=]+(?:\(?https?\)?\s*)?()(\d{2,5})\b/i,
  /^\s*(?:[-\u279c>]\s*|<i> \[[\w-]{1,40}\] )?(?:Local|Network|Loopback|On Your Network \(IPv4\)):\s+https?:\/\/(\[[0-9a-f:]*\]|[\w.-]+):(\d{2,5})/i,
  /(?:^|\b(?:address|at|browse to|go to|on|open|url|visit))[\s:=>"'(\u279c-]*https?:\/\/(0\.0\.0\.0|127\.0\.0\.1|localhost|\[::1?\]):(\d{2,5})\b/i,
];
const HINT = /launch|publish_|online|respond|listen|runn|serv|start|ready|bound|bind|accept|available|initiali|Local:|Network:|https?:/i;

/** The address that a log line names, if the application listens on one. */
export function listeningIn(line: string): Listening | undefined {
  if (!HINT.test(line)) return undefined;
  for (const pattern of PATTERNS) {
    const match = pattern.exec(line);
    const port = Number(match?.[2]);
    if (match && port > 0 && port < 65536) return { port, host: match[1]?.toLowerCase() || undefined, line: line.trim() };
  }
  return undefined;
}

/** "Server running at http://localhost:3000" is the wording of many applications that listen on all addresses. */
export function isOnlyWording({ host, line }: Listening): boolean {
  return host === 'localhost' && !/\b(?:listen|bound|bind|serv(?:ing|ed)|launched|available)|\bLocal:/i.test(line);
}

/** Hosts that only the container itself can reach. */
export const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;
