import { waitsForMigration } from './migration-lock';
import { Known, Remedy, Row } from './remedy';

/** Data that one process holds: databases and indexes in a directory. Two tasks run during a rolling update. */

const ALONE = 'minHealthyPercent: 0 and maxHealthyPercent: 100 of the service stop the old task before the new one starts';
const SQLITE = /\bSQLITE_BUSY\b|database is locked|sqlite/i;

function heldLock(_match: RegExpExecArray, { frame, definition, text }: Known): Remedy {
  const { taskDefinition, service } = frame;
  const kept = (taskDefinition?.volumes ?? []).filter((v) => v.efsVolumeConfiguration || v.host?.sourcePath || v.dockerVolumeConfiguration);
  const mount = definition?.mountPoints?.find(({ sourceVolume }) => kept.some(({ name }) => name === sourceVolume));
  const shared = kept.find(({ name }) => name === mount?.sourceVolume);
  const desired = service?.desiredCount ?? 1;
  if (!mount || !shared) return { fix: `let one process at a time use these data (on a volume: ${ALONE})` };
  const name = shared.name ?? 'the volume';
  const sqlite = SQLITE.test(text) && shared.efsVolumeConfiguration
    ? '; SQLite is not safe on EFS (NFS): use a database server or an EBS volume' : '';
  const [who, one] = desired > 1
    ? [`${desired} tasks are to share volume ${name} at ${mount.containerPath ?? 'its path'}`, 'run one task (desiredCount: 1) with volume']
    : [`the old task uses volume ${name}, too, while the new one starts`, 'let one task at a time use volume'];
  return {
    facts: [`another process holds the lock: ${who}`],
    fix: `${one} ${name}: ${ALONE}; or give each task a directory of its own${sqlite}`,
  };
}

const HELD = new RegExp([
  // prometheus-community/helm-charts#2169, jupyterhub/mybinder.org-deploy#1734, Elasticsearch, Lucene, MongoDB, MySQL
  String.raw`failed to obtain (?:node )?locks?|LockObtainFailed|lock DB directory|DBPathInUse`,
  String.raw`unable to lock \.?/ibdata|while lock file: |InnoDB: .{0,40}another mysqld process`,
  String.raw`(?:database|store|index|repository|directory|data ?(?:dir|path|base)?)\b.{0,60}\b(?:in use|locked|being used) by another`,
  // LevelDB, RocksDB, Badger, bbolt
  String.raw`\bLOCK: Resource temporarily unavailable|IO error: .{0,20}lock .{1,200}/LOCK\b|cannot acquire directory lock`,
  String.raw`\b(?:bbolt|boltdb|bolt (?:db|database|store|file))\b.{0,60}\btimeout\b|resource temporarily unavailable.{0,40}\block`,
  // SQLite: Grafana, Vaultwarden, Gitea
  String.raw`\bSQLITE_BUSY\b|\bdatabase (?:table )?is locked\b`,
  // Neo4j, H2, Jenkins, Nexus (OrientDB), PostgreSQL, RabbitMQ, Artemis
  String.raw`store_lock|FileLockException|database may be already in use`,
  String.raw`OLockException|lock file .postmaster\.pid. already exists`,
].join('|'), 'i');

/** ActiveMQ: "is locked by another server. This broker is now in slave mode waiting a lock to be acquired" (rmohr/docker-activemq#69). */
const WAITS = /\blocked by another\b|\bslave mode\b|\bwait(?:s|ing) (?:for|to acquire) (?:an? |the )?lock\b/i;

/** For the end of a log: the program waits until another one releases its data. Without a volume, it is another lock. */
export const WAIT_ROWS: readonly Row[] = [
  // Liquibase, authentik
  [/\bwaiting for change ?log lock|\bwaiting to acquire database lock/i, waitsForMigration],
  [WAITS, (match, known) => (known.definition?.mountPoints?.length ? heldLock(match, known) : undefined)],
];

export const DATA_ROWS: readonly Row[] = [[HELD, heldLock]];
