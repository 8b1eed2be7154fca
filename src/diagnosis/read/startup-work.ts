import { openErrors, ReadLine } from './log-errors';

/** Work of an application at its start that can take minutes. */
export interface Work {
  /** `running migrations`, in the words of a headline. */
  readonly what: string;
  /** Migrations, in the words of a fix. */
  readonly noun: string;
  /** Time of its first line, in milliseconds since the epoch. */
  readonly began: number;
  /** Number of its lines. */
  readonly count: number;
  readonly last: string;
}

interface Kind {
  readonly what: string;
  readonly noun: string;
  readonly words: RegExp;
  /** One step can take minutes without a line: the time since its last line shows nothing. */
  readonly silent?: boolean;
}

const DATA = 'models?|weights|checkpoints?|shards?|datasets?|embeddings?|ind(?:ex|ices)|snapshots?|plugins?|caches?|artifacts?';

/**
 * Words of the tools: Flyway, Liquibase, Rails, Django, Alembic, Prisma, Entity Framework, Laravel, Sequelize, Ecto, Keycloak. A note such
 * as "please migrate your code" is none of them.
 */
const KINDS: readonly Kind[] = [
  {
    what: 'running migrations',
    noun: 'migrations',
    words: new RegExp('\\bmigrating\\b|\\b(?:run(?:ning)?|start(?:ing|ed)?|begin(?:ning)?|execut(?:e|ing)|appl(?:y|ying|ied)|'
      + 'perform(?:ing)?|acquired|database|schema|db)\\b.{0,40}\\bmigrations?\\b|\\bRunning (?:upgrade|changeset)\\b|'
      + '\\bUpdating database\\b|^\\s*Applying \\w+\\.\\d{4}|== Running \\d+ \\S+\\.Migrations\\.', 'i'),
    silent: true,
  },
  { what: 'seeding its database', noun: 'seeding', words: /\bseeding\b/i },
  { what: 'warming up', noun: 'warm-up', words: /\b(?:warming[ -]?up|preheating|pre-?loading)\b/i },
  {
    what: 'loading its data',
    noun: 'loading',
    words: new RegExp(`\\b(?:load|download|fetch|restor|replay)ing\\b.{0,60}\\b(?:${DATA})\\b`, 'i'),
  },
  {
    what: 'building an index',
    noun: 'indexing',
    words: /\b(?:re-?)?building\b.{0,40}\bind(?:ex|ices)\b|\b(?:re-?)?indexing\b/i,
  },
  { what: 'compiling', noun: 'compilation', words: /\b(?:pre-?)?compiling\b/i },
  { what: 'installing packages', noun: 'installation', words: /\binstalling\b/i },
];

const DONE = new RegExp('\\b(?:complete[d]?|finished|succeeded|successful(?:ly)?|up[- ]to[- ]date|already|skipp(?:ed|ing)|disabled|'
  + 'no (?:pending |new |outstanding )?migrations?|nothing to migrate|all migrations)\\b|\\bdone\\W*$', 'i');

/** Lines after the last one of the work that may still be about it: `-- add_index(:orders)`. */
const DETAILS = 3;

/** The work that the log was in at its end, without an error since it began; undefined: none, or it had ended. */
export function workAtEnd(lines: readonly ReadLine[], end: number, busyMs: number): Work | undefined {
  for (const { words, silent, what, noun } of KINDS) {
    const own = lines.filter(({ message = '' }) => words.test(message));
    const last = own[own.length - 1];
    if (!last?.timestamp || !own[0].timestamp) continue;
    const after = lines.slice(lines.lastIndexOf(last));
    if (after.length > DETAILS + 1 || after.some(({ message = '' }) => DONE.test(message))) continue;
    if (!silent && end - (after[after.length - 1].timestamp ?? 0) >= busyMs) continue;
    if (openErrors(lines.slice(lines.indexOf(own[0]))).length) continue;
    return { what, noun, began: own[0].timestamp, count: own.length, last: (last.message ?? '').trim() };
  }
  return undefined;
}
