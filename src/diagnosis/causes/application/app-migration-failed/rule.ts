import { formerImage } from '../../../read';
import { alternatives } from '../../../text';
import { ended, exits, guide, quoted } from '../../kit';

const LOCK = /\block(ed)?\b|another migration|ConcurrentMigration/i;
const UNKNOWN = alternatives(
  String.raw`can't locate revision|no migration found|not resolved|unknown ?migration`,
  String.raw`previously applied but is missing|directory is corrupt`,
);
const CHANGED = /checksum|has been modified|validat/i;
/** Ecto runs a migration backward: no new version asked for that. */
const BACKWARD = /cannot reverse migration/i;
const HALF_DONE = /dirty|failed migration|P3009/i;

export const appMigrationFailed = ended({
  id: 'app-migration-failed',
  family: 'application',
  title: 'Database migration failed at start',
  stage: 'run',
  retry: 'maybe',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: () => ['the database migration that the application runs at start failed'],
  fix: ({ container: { name } }, line, frame) => fixFor(line ?? '', formerImage(frame, name)),
});

function fixFor(line: string, former = 'an image that has this migration'): string {
  if (LOCK.test(line)) {
    return 'let one task migrate, before the service is deployed (a task of its own); if the task that held the lock is gone,'
      + ' release the lock in the database';
  }
  if (UNKNOWN.test(line)) {
    return `the database was migrated by a newer version: deploy ${former}, or migrate the database back first`;
  }
  if (HALF_DONE.test(line)) {
    return 'a migration before has failed half way: repair the database, mark that migration in the'
    + ' tool, then deploy again';
  }
  if (BACKWARD.test(line)) {
    return 'the start rolls migrations back, and this one cannot be reversed: an earlier start did not come to its end. If the database has'
      + ' nothing to keep, empty it and start again with the whole configuration; else restore it';
  }
  if (CHANGED.test(line)) {
    return 'a migration that has run already was changed: restore its file, or repair the history of'
    + ' the migration tool';
  }
  return 'run the migration against a copy of the database and correct it; it is best run as a task of its own before the deployment';
}
