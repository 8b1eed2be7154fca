import { Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { formerImage, logLines } from '../../../read';
import { alternatives, nameInFix } from '../../../text';
import { ended, exits, formerTag, guide, quoted } from '../../kit';
import { migrationLock } from '../../migration-lock';
import { Remedy } from '../../remedy';

const LOCK = /\block(ed)?\b|another migration|ConcurrentMigration/i;
const UNKNOWN = alternatives(
  String.raw`can't locate revision|no migration found|not resolved|unknown ?migration|InconsistentMigrationHistory`,
  String.raw`previously applied but is missing|directory is corrupt`,
);
const CHANGED = /checksum|has been modified|validat/i;
const HALF_DONE = /dirty|failed migration|partially applied|P3009|P3018/i;
/** A step that cannot be undone: Ecto, Rails, Django, Liquibase. */
const BACKWARD = /cannot reverse migration|IrreversibleMigration|IrreversibleError|RollbackImpossible/i;

export const appMigrationFailed = ended({
  id: 'app-migration-failed',
  family: 'application',
  title: 'Database migration failed at start',
  stage: 'run',
  retry: 'maybe',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: (ending, line, frame) => [
    'the database migration that the application runs at start failed', ...found(ending, line, frame).facts ?? [],
  ],
  fix: (ending, line, frame) => found(ending, line, frame).fix,
});

/** The error, and the lines beside it, which name the migration. */
const NEAR = 4;

function found({ container: { name }, seen }: Ending, said = '', frame: Frame): Remedy {
  const near = seen ? logLines(frame, name, seen.task).slice(Math.max(0, seen.line - NEAR), seen.line + NEAR) : [];
  const text = [said, ...near.map(({ message = '' }) => message)].join('\n');
  if (LOCK.test(said)) return migrationLock(frame, text);
  if (UNKNOWN.test(said)) {
    const former = formerImage(frame, name) ?? 'an image that has this migration';
    return {
      fix: `the database was migrated by a newer version: deploy ${former}, or migrate the database back first; or correct the connection,`
        + ' if this database is another one',
    };
  }
  if (BACKWARD.test(said)) return backward(frame, name, text);
  if (HALF_DONE.test(said) || /detected failed migration/i.test(text)) {
    return { fix: `repair the database by hand, where a migration has failed half way${mark(text)}; then deploy again` };
  }
  if (CHANGED.test(said)) {
    return {
      fix: 'a migration that has run already was changed: restore its file, or repair the history of'
        + ' the migration tool',
    };
  }
  return {
    fix: 'run the migration against a copy of the database and correct it; it is best run as a task of its own before the deployment',
  };
}

/** How tools are told that the schema is in order again: they go on only then, whatever image runs them. */
const MARKS: readonly (readonly [RegExp, (name: string) => string])[] = [
  // Prisma CLI, `migrate resolve`
  [/[`'"](\w+)[`'"] migration started at|migration name: (\w+)/i, (name) => (
    `prisma migrate resolve --rolled-back ${name} (undone; it runs again) or --applied ${name} (completed)`)],
  // golang-migrate, GETTING_STARTED.md
  [/dirty database version (\d+)/i, (name) => `migrate force VERSION: ${name} if it is completed, the version before ${name} if it is undone`],
  // Flyway, `repair`
  [/failed (?:repeatable )?migration(?: to version)?:? ([\w.]+)/i, () => 'flyway repair'],
  // launchbadge/sqlx, MigrateError::Dirty
  [/migration (\d+) is partially applied/i, (name) => `delete its row from _sqlx_migrations (version ${name})`],
];

function mark(text: string): string {
  for (const [said, act] of MARKS) {
    const match = said.exec(text);
    if (match) return `, and tell the tool: ${act(nameInFix(match.slice(1).find(Boolean) ?? 'NAME'))}`;
  }
  return ', and mark that migration in the tool';
}

/** Ecto: `== Running 20210816142200 Shop.Repo.Migrations.AddStatus.change/0 backward` (pentacent/keila#294); Rails: `reverting` */
const STEP = /\bRunning (\d{3,14}) \S+ backward|== (?:\d{3,14} )?(\w+): reverting/g;

/** A program that undoes its migrations at its start was told to, or did not complete its first start. */
function backward(frame: Frame, name: string | undefined, text: string): Remedy {
  const [, ...step] = [...text.matchAll(STEP)].pop() ?? [];
  const migration = step.find(Boolean);
  const former = formerTag(frame, name);
  const undone = migration ? `, and ${migration} cannot be undone` : '';
  const andBack = former ? ` and go back to ${former}` : '';
  const restore = 'restore the database from a backup';
  return {
    facts: [`migrations run backward at start${undone}`],
    fix: frame.previousTaskDefinition
      ? `take out what asks for an older schema, or ${restore}${andBack}`
      : `an earlier start did not complete: with no data to keep, empty the database and start again with all settings; else ${restore}`,
  };
}
