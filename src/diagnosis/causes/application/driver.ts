/** A driver and its server that do not agree on how to log in: an option or a version of the driver, not the password. */
interface Disagreement {
  readonly fact: string;
  readonly fix: string;
}

type Entry = readonly [words: RegExp, found: (line: string) => Disagreement];

const TABLE: readonly Entry[] = [
  // MySQL Reference Manual, "Caching SHA-2 Pluggable Authentication": the password goes over TLS, or encrypted with the server's public key
  [/public key/i, () => ({
    fact: 'without TLS the driver needs the public key of the server to send the password (caching_sha2_password), and is not allowed'
      + ' to ask for it',
    fix: 'let the connection use TLS (JDBC URL: sslMode=REQUIRED in place of useSSL=false), or allow the key: allowPublicKeyRetrieval=true'
      + ' in the JDBC URL or connection string',
  })],
  [/requires secure connection/i, () => ({
    fact: 'the server takes this password over TLS only',
    fix: 'switch TLS on in the connection setting of the application (MySQL: sslMode=REQUIRED)',
  })],
  [/\b(client|SASL) mechanism/i, (line) => {
    const enabled = /enabled mechanisms are \[([\w-]+(?:, ?[\w-]+)*)\]/.exec(line)?.[1];
    return {
      fact: 'client and server do not agree on the SASL mechanism',
      fix: enabled
        ? `set the mechanism that the server takes: ${enabled} (sasl.mechanism or its like in the settings of the client)`
        : 'set the mechanism and the port that belong together: sasl.mechanism and security.protocol of the client'
          + ' (Amazon MSK: port 9096 is SCRAM-SHA-512, port 9098 is IAM, both with SASL_SSL)',
    };
  }],
  [/SCRAM|authentication type \d/i, () => ({
    fact: 'the server demands SCRAM, and the driver does not know it',
    fix: 'update the PostgreSQL driver in the image (libpq 10 or newer, JDBC driver 42.2 or newer)',
  })],
  [/auth\w*[ _](plugin|method|protocol|mode)/i, (line) => {
    const plugin = /\b(caching_sha2_password|sha256_password|mysql_native_password|mysql_clear_password|ed25519)\b/.exec(line)?.[1];
    return {
      fact: `the server demands an authentication method that the driver does not know${plugin ? ': ' : ''}${plugin ?? ''}`,
      fix: 'update the database driver in the image (Node.js: mysql2 in place of mysql; Python: the cryptography package beside PyMySQL),'
        + ' or give the user a method that the driver knows: ALTER USER ... IDENTIFIED WITH ...',
    };
  }],
];

/** undefined: the line is about credentials. */
export function disagreement(line: string | undefined): Disagreement | undefined {
  return line === undefined ? undefined : TABLE.find(([words]) => words.test(line))?.[1](line);
}
