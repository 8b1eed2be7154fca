import { alternatives } from '../text';

/**
 * Lines that package managers, runtimes and libraries write on every start, whatever happens: notices of new versions, advice for
 * developers, deprecations.
 */
const ROUTINE = alternatives(
  String.raw`^npm (?:notice|fund|info|verbose|timing)\b|^npm WARN (?:config|deprecated|using)\b|run .npm (?:audit|fund)`,
  String.raw`^(?:added|audited|up to date).{0,40}\bpackages?\b.{0,40} in \d|^found \d+ vulnerabilities`,
  String.raw`a complete log of this run|looking for funding`,
  String.raw`^(?:\S+ )?done in [\d.]+ ?m?s\b|^yarn run v\d|^info visit https:\/\/yarnpkg|^info no lockfile|browserslist|caniuse-lite`,
  String.raw`\bupdate available\b|\bnew (?:major|minor|patch) version\b|\bnew release of pip\b`,
  String.raw`\bGOMAXPROCS\b|^\(use .node --trace-`,
  String.raw`\b\w*(?:deprecat|experimental|future|user|pending|resource)\w*Warning:`,
  String.raw`^\s*warnings\.warn\(|\bDEPRECATION WARNING\b|^(?:PHP )?deprecated:|\bis deprecated\b|\bdeprecated (?:since|in|and)\b`,
  String.raw`\b(?:anonymous|usage) (?:telemetry|statistics|data)\b|learn more, including how to opt.?out`,
  String.raw`^SLF4J: |reflective access|open-in-view is enabled|^picked up \w+_OPTIONS|VM warning: (?:sharing|options|option|ignoring)`,
  String.raw`memory overcommit must be|this is a development server`,
  String.raw`^press ctrl|^(?:=> )?run .rails server -h`,
);

/** An answer to a probe, without quotation marks: `GET /healthz 200 0.5 ms`. Another code than 2xx is no routine. */
const PROBE = /\b(?:GET|HEAD) \/\S{0,80}(?:health|healthz|ping|ready|live|status)\S{0,40}(?: HTTP\/[\d.]+)?"?,? (?:status=)?2\d\d\b/i;

/** A program that has been told to end, or that cleans up after an error. */
const FAREWELL = alternatives(
  String.raw`\bshutting down\b|\bshutdown (?:complete|initiated|requested)|\bstopping\b|\bstopped\b|\bexiting\b|\bbye\b|\bgood-?bye\b`,
  String.raw`\bSIGTERM\b|\bhandling signal: |\bterminating\b|\bdraining\b|^\[s6-finish\]|^\[cont-finish|shutdown\.\.\.$|requested shutdown`,
  String.raw`\b(?:closing|closed|destroying) .{0,40}(?:pool|EntityManager|factory|sessions?|server)\b`,
);
const LONGEST = 160;

/** The line is there in good runs, too. */
export function isRoutine(line: string): boolean {
  const text = line.trimStart().slice(0, LONGEST * 2);
  return ROUTINE.test(text) || PROBE.test(text);
}

/** The line only reports that the run ends. */
export function isFarewell(line: string): boolean {
  return line.length <= LONGEST && FAREWELL.test(line);
}
