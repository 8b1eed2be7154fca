/** What a newer release of a runtime no longer has. */
interface Removed {
  readonly fact: string;
  readonly fix: string;
}

type Row = readonly [words: RegExp, found: (name: string) => Removed];

const GEM = (name: string, version: string): Removed => ({
  fact: `${name} is no part of Ruby since version ${version}`,
  fix: `add the gem to the Gemfile (bundle add ${name.replace('/', '-')}) and build the image again`,
});

/** Modules of PEP 594. */
const OF_PEP_594 = /No module named '(cgi|cgitb|crypt|imghdr|mailcap|nntplib|pipes|sndhdr|spwd|telnetlib|uu|xdrlib|audioop|nis)'/;

/**
 * JEP 372 and JEP 320 of OpenJDK; "What's New In Python" 3.12 and 3.13 (PEP 594, 632); NEWS of Ruby 3.0, 3.1 and 3.4. The first group is
 * the name.
 */
const TABLE: readonly Row[] = [
  [/\b(nashorn|script(?:ing)? ?engine|getEngineByName)/i, () => ({
    fact: 'a JDK has no JavaScript engine since version 15, and a small JRE may lack it before',
    fix: 'add an engine to the application (org.openjdk.nashorn:nashorn-core, or GraalJS), or build the image on a JDK before 15',
  })],
  [/\b(javax[./](?:xml[./](?:bind|ws|soap)|activation|jws|annotation)|org[./]omg)\b/, (name) => ({
    fact: `${name.replace(/\//g, '.')} is no part of the JDK since version 11`,
    fix: 'add its library to the application (jakarta.xml.bind-api with an implementation, jakarta.annotation-api, ...), or build the image'
      + ' on JDK 8',
  })],
  [/No module named '(distutils|imp|asyncore|asynchat|smtpd)\b/, (name) => ({
    fact: `${name} is no part of Python since version 3.12`,
    fix: `build the image on Python 3.11, or update the package that imports it${name === 'distutils' ? ', or add setuptools' : ''}`,
  })],
  [/No module named '(pkg_resources)\b/, () => ({
    fact: 'pkg_resources belongs to setuptools, which Python 3.12 no longer has by itself',
    fix: 'add setuptools (older than 82) to the requirements of the image, or update the package that imports it',
  })],
  [OF_PEP_594, (name) => ({
    fact: `${name} is no part of Python since version 3.13`,
    fix: 'build the image on Python 3.12, or update the package that imports it',
  })],
  [/cannot load such file -- (webrick|rexml)\b/, (name) => GEM(name, '3.0')],
  [/cannot load such file -- (net\/(?:smtp|imap|pop|ftp)|matrix|prime)\b/, (name) => GEM(name, '3.1')],
  [/cannot load such file -- (bigdecimal|csv|base64|drb|mutex_m|observer|abbrev|getoptlong|rinda|nkf|syslog)\b/, (name) => GEM(name, '3.4')],
];

/** undefined: the line names nothing that a runtime once had. */
export function removedFromRuntime(line: string): Removed | undefined {
  for (const [words, found] of TABLE) {
    const name = words.exec(line)?.[1];
    if (name) return found(name);
  }
  return undefined;
}
