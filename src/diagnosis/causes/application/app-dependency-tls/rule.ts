import { Frame } from '../../../../facts/model';
import { definitionOf, wholeLine } from '../../../read';
import { alternatives } from '../../../text';
import { ended, exits, guide, hostIn, quoted } from '../../kit';

const DEMANDS = /no encryption|SSL off|insecure transport|(TLS|SSL) .{0,14}required/i;
const NOT_OFFERED = /does not support (SSL|TLS)|(SSL|TLS) is not enabled|wrong[ _]version[ _]number|does not look like a TLS|unrecognized SSL|unsupported record/i;
const CLOSED = /before secure TLS connection/i;
const VERSION = /no appropriate protocol|protocol[ _]version|unsupported[ _]protocol/i;
/** MongoDB Atlas answers an address that is not in the IP access list of the project with this alert (MongoDB community forums). */
const ATLAS = /SSL alert number 80|tlsv1 alert internal error/i;
const NAME = alternatives(
  String.raw`altname|does not match|RemoteCertificateNameMismatch|name mismatch|hostname mismatch`,
  String.raw`not valid for (?:any names|host)|valid for .{1,80}, not `,
);
/** The words of .NET, beside a name or alone. */
const CHAIN = /RemoteCertificateChainErrors|UntrustedRoot|PartialChain/;
const EXPIRED = /expired|NotTimeValid|not yet valid/i;

export const appDependencyTls = ended({
  id: 'app-dependency-tls',
  family: 'application',
  title: 'TLS to a dependency fails',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: (ending, line = '', frame) => {
    const missing = missingFile(frame, ending.container.name, line);
    if (!missing) return ['the application reached its dependency; the two do not agree on encryption or on the certificate'];
    const by = missing.variable ? `, which ${missing.variable} names,` : '';
    return [`file ${missing.file}${by} is not in the image: the program reads there which authorities it trusts`];
  },
  fix: (ending, line = '', frame) => {
    const missing = missingFile(frame, ending.container.name, line);
    if (missing) return fixOfFile(missing, wholeLine(frame, ending.container.name, ending.task, line) ?? line);
    if (DEMANDS.test(line)) {
      return 'switch TLS on in the connection setting of the application (sslmode=require, ssl: true; MySQL: sslMode=REQUIRED):'
      + ' the server takes no plain connection';
    }
    if (NOT_OFFERED.test(line)) {
      return 'the server does not speak TLS on this port: use the TLS port of the server, or switch'
      + ' TLS off in the connection setting';
    }
    if (CLOSED.test(line)) {
      return 'compare TLS setting and port with those of the server: it closed the connection during the handshake; then look at proxies'
      + ' and firewalls on the way';
    }
    if (VERSION.test(line)) {
      return 'let both sides speak one version of TLS: update driver and runtime in the image (TLS 1.2 or newer),'
      + ' or the engine of the server';
    }
    if (ATLAS.test(line)) {
      return 'add the address from which the tasks come (that of the NAT gateway) to the IP access list of MongoDB Atlas,'
      + ' or compare the TLS settings of both sides';
    }
    if (NAME.test(line)) {
      return 'connect by the host name that is in the certificate of the server, not by an address or an alias'
        + (CHAIN.test(line) ? `; and ${OWN}` : '');
    }
    if (EXPIRED.test(line)) {
      return 'check the dates of the certificate of the server, and renew it; if it is newer already, update the trusted'
      + ' certificates in the image';
    }
    return trust(line, wholeLine(frame, ending.container.name, ending.task, line));
  },
});

interface MissingFile {
  readonly file: string;
  /** The variable of the task definition that names it. */
  readonly variable?: string;
}

/** A file of authorities that is not there: `root certificate file "/app/.postgresql/root.crt" does not exist` (libpq). */
function missingFile(frame: Frame, container: string | undefined, line: string): MissingFile | undefined {
  if (!NO_FILE.test(line)) return undefined;
  const file = /["'`( ](\/?[\w@.+/-]{1,200}\.(?:crt|pem|cer|jks|p12))\b/i.exec(line)?.[1];
  if (!file) return undefined;
  const variable = definitionOf(frame, container)?.environment?.find(({ value }) => value?.includes(file))?.name;
  return { file, ...(variable && { variable }) };
}

const NO_FILE = /does not exist|no such file|ENOENT|not found|could ?n[o']t open|cannot open|can't open|unable to open|failed to open/i;

function fixOfFile({ file, variable }: MissingFile, whole: string): string {
  const postgres = /postgres|root\.crt|libpq|sslmode|\bpq\b/i.test(whole) || /^PGSSL/.test(variable ?? '');
  const name = variable ?? (postgres ? 'PGSSLROOTCERT' : 'the setting of the application');
  const system = postgres ? '; for a server with a certificate of a public authority, PGSSLROOTCERT=system with libpq 16 or newer' : '';
  return `add the authorities of the server to the image at ${file} (Amazon RDS: global-bundle.pem), or let ${name} name the file that has`
    + ` them${system}`;
}

/** Databases of AWS, whose certificates Amazon's own authorities sign (Amazon RDS and DocumentDB guides, "SSL/TLS"). */
const OF_DATABASE = /\.(rds|docdb|neptune)[\w.-]*\.amazonaws\.com/i;
/** Names and addresses that no public authority signs. */
const INTERNAL = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)|\.(internal|local|lan|corp|intranet|svc)$|^[^.]+$/i;
const SELF_SIGNED = /self[- ]signed/i;

const RDS = 'add the global bundle of certificates of Amazon RDS (global-bundle.pem) to the image, and name it in the connection setting';
const OWN = 'put the certificate authority of the server into the image and name it in the connection setting';
const PUBLIC = 'add the public authorities to the image (package ca-certificates; an image FROM scratch: COPY'
  + ' /etc/ssl/certs/ca-certificates.crt from the build stage)';

/** A certificate that the program does not trust: the image lacks the public authorities, or the server has one of its own. */
function trust(line: string, whole = line): string {
  const host = hostIn(whole) ?? /host ["']?([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})/i.exec(whole)?.[1];
  if (OF_DATABASE.test(whole)) return RDS;
  if (/PartialChain/.test(line)) return `let the server send its intermediate certificates, or ${OWN}`;
  if (/trustAnchors/i.test(line)) return `${PUBLIC}; the trust store of the Java runtime is empty (ca-certificates-java)`;
  if (SELF_SIGNED.test(line) || (host && INTERNAL.test(host))) return `${OWN} (Amazon RDS: its global bundle of certificates)`;
  return host
    ? `${PUBLIC}; if ${host} has a certificate of a private authority, add that one`
    : `if the server is a public one, ${PUBLIC}; if it has a private authority, ${OWN} (Amazon RDS: its global bundle of certificates)`;
}
