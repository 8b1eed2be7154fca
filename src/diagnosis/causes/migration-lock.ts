import { Known, Remedy } from './remedy';
import { Frame } from '../../facts/model';
import { taskAt } from '../read';
import { shortId } from '../text';

/** A lock that is a row of a table stays when its holder is killed; one of a session ends with the session. */
const ROWS: readonly (readonly [said: RegExp, release: string])[] = [
  // Liquibase, release-locks; cloudfoundry/app-autoscaler#517
  [/change ?log lock|liquibase/i, 'liquibase release-locks, or UPDATE DATABASECHANGELOGLOCK SET LOCKED=FALSE, LOCKGRANTED=NULL, LOCKEDBY=NULL'],
  // knex/knex#3822, #1217
  [/migration table is already locked|\bknex/i, 'knex migrate:unlock'],
];
/** prisma/prisma#12999, goauthentik/authentik#23876: a pool of connections keeps the session of a process that is gone. */
const SESSION = 'end the session that holds it (PostgreSQL: pg_terminate_backend of the pid in pg_locks), and do not migrate through'
  + ' PgBouncer';
const HOLDER = /locked by [\w.-]{0,200} ?\((\d{1,3}(?:\.\d{1,3}){3})\) since ([\d/.-]{6,10},? [\d:]{4,8}(?: [AP]M)?)/;

/** The database keeps the lock, so that no other image helps. */
export function migrationLock(frame: Frame, text: string): Remedy {
  const [, address, since] = HOLDER.exec(text.replace(/\s/g, ' ')) ?? [];
  const holder = address && taskAt(frame, address);
  const release = ROWS.find(([said]) => said.test(text))?.[1];
  const later = 'let one task migrate, before the service is deployed (a task of its own)';
  if (holder) {
    return { facts: [`task ${shortId(holder)} holds the lock since ${since}`], fix: `${later}, and wait until that one has migrated` };
  }
  const facts = address ? [`the lock is held by ${address} since ${since}: no task of this service that is known has that address`] : [];
  return { facts, fix: `${address ? '' : 'if no task migrates now, '}release the lock: ${release ?? SESSION}; then ${later}` };
}

/** For the end of a log. */
export function waitsForMigration(_match: RegExpExecArray, { frame, text }: Known): Remedy {
  return migrationLock(frame, text);
}
