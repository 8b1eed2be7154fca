import { Known, Remedy, Row } from './remedy';
import { alternatives, nameInFix, namesInOtherForm } from '../text';

/*
 * What a framework or runtime does not find as it starts in a container, and what it was built without. Their words name neither the
 * variable nor the step of the build.
 */

/** The load balancer ends TLS. `dotnet dev-certs` makes a certificate for a developer (ASP.NET Core, "Configure endpoints"). */
function noCertificate(_match: RegExpExecArray, { definition, name }: Known): Remedy {
  const { environment = [], command = [] } = definition ?? {};
  const set = environment.filter((one) => /https:/.test(one.value ?? '') || /HTTPS_PORT/.test(one.name ?? '')).map((one) => one.name ?? '');
  const inCommand = command.some((word) => /https:/.test(word)) ? ['command'] : [];
  const where = [...set.map(nameInFix), ...inCommand].join(' and ') || 'ASPNETCORE_URLS or appsettings.json';
  return {
    fix: `take https out of ${where} of addContainer('${name}', ...): behind a load balancer that ends TLS, Kestrel speaks http;`
      + ' or give it a certificate: ASPNETCORE_Kestrel__Certificates__Default__Path',
  };
}

/** Quarkus fixes some options when Keycloak is built (Keycloak, "Configuring Keycloak", build options). */
function ofBuild(_match: RegExpExecArray, { definition, text }: Known): string | undefined {
  if (!/quarkus|keycloak/i.test(`${text} ${definition?.image}`)) return undefined;
  const isOptimized = [...definition?.entryPoint ?? [], ...definition?.command ?? []].some((word) => word.includes('--optimized'));
  const given = definition?.environment?.find((one) => namesInOtherForm(text, one.name ?? ''))?.name;
  return `set ${given ? nameInFix(given) : 'this option'} when the image is built (ENV KC_DB=... before RUN kc.sh build), not only at the`
    + ' start' + (isOptimized ? '; or take --optimized out of command, so that the start builds' : '');
}

export const SETUP_ROWS: readonly Row[] = [
  [/unable to configure HTTPS endpoint/i, noCertificate],
  // dotnet/runtime, "Globalization invariant mode"
  [/valid ICU package/, () => 'install icu-libs in the image (Debian: libicu), or set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: \'1\''],
  // JDK-8272124, JDK-8287073: control groups of version 2
  [/jdk\.internal\.platform\.\w*Cgroup/i, () => (
    'take the newest patch release of Java in the image (8u372, 11.0.16, 17.0.4 or later know the control groups of new hosts); until then'
    + ' -XX:-UseContainerSupport in JAVA_TOOL_OPTIONS')],
  // Erlang, net_kernel: a node with a long name needs a host with a dot that has an address, one with a short name a host without
  [/\bnodistribution\b|can't set (?:long|short) node name/i, () => (
    'give the Erlang node a name of its own, not that of the host name, which ECS chooses: NAME@127.0.0.1 (EMQX: EMQX_NODE__NAME, before'
    + ' version 5 EMQX_NAME and EMQX_HOST; RabbitMQ: RABBITMQ_NODENAME; releases: RELEASE_NODE)')],
  [alternatives('build time option', 'build time propert', 'connection url is not supported'), ofBuild],
  // Spring Boot 2.6 release notes
  [/\bbeans\b.{0,60}\bform a cycle\b/, () => (
    'break the cycle of the beans that the log names (@Lazy at one of them, or a third bean); until then'
    + ' SPRING_MAIN_ALLOW_CIRCULAR_REFERENCES: \'true\' under environment')],
  [/there is no package called ['"`\u2018]([\w.]{2,60})/, ([, name]) => (
    `install the R package ${name} in the image (RUN Rscript -e "install.packages('${name}')"; a failure there does not end the build)`)],
  // hashicorp/memberlist: of its own it takes an address of 10/8, 172.16/12, 192.168/16, 100.64/10 and no other
  [/no private IP address found, and explicit IP not provided/, (_match, { name }) => (
    'give memberlist the address of the task: memberlist.advertise_addr in the configuration, or -memberlist.advertise-addr in command of'
    + ` addContainer('${name}') (the start can read it from the metadata of the task); of its own it takes only an address of the private`
    + ' ranges 10/8, 172.16/12 and 192.168/16')],
  // kafka.server.KafkaConfig
  [/advertised\.listeners listener names must be .{0,80}Found ([\w,]{1,200})\..{0,80}configuration are ([\w,]{1,200})/, (
    [, found, valid], { definition },
  ) => {
    const lacking = found.split(',').filter((one) => !valid.split(',').includes(one)).join(', ');
    const named = (form: RegExp) => definition?.environment?.find(({ name = '' }) => form.test(name))?.name;
    return `add ${lacking} to ${named(/(?<!ADVERTISED)_LISTENERS$/) ?? 'listeners'} (it has ${valid}), or take it out of`
      + ` ${named(/ADVERTISED_LISTENERS$/) ?? 'advertised.listeners'}`;
  }],
  // Play, application.conf
  [/application secret has not been set/i, ({ input }, { name }) => (/play|prod mode/i.test(input)
    ? 'give play.http.secret.key a value: -Dplay.http.secret.key=..., or the variable that application.conf reads for it (often'
      + ` APPLICATION_SECRET), as one of the secrets in addContainer('${name}', { secrets })` : undefined)],
];
