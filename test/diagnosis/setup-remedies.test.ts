import { exited } from './given';

/** What a framework does not find at its start. Wordings of the programs. */
test.each([
  ['Kestrel', 'Unhandled exception. System.InvalidOperationException: Unable to configure HTTPS endpoint. No server certificate was specified', {
    container: { environment: [{ name: 'ASPNETCORE_HTTPS_PORTS', value: '8081' }] },
  }, 'take https out of ASPNETCORE_HTTPS_PORTS'],
  ['ICU', "Process terminated. Couldn't find a valid ICU package installed on the system.", {}, 'DOTNET_SYSTEM_GLOBALIZATION_INVARIANT'],
  ['Java and control groups', 'Exception in thread "main" java.lang.NullPointerException: Cannot invoke "jdk.internal.platform.CgroupInfo.getMountPoint()" because "anyController" is null', {}, '11.0.16'],
  ['Erlang', '{"Kernel pid terminated",application_controller,"{application_start_failure,kernel,{{shutdown,{failed_to_start_child,net_sup,nodistribution}}}}"}', {}, 'RABBITMQ_NODENAME'],
  ['Keycloak', 'ERROR: Connection url is not supported: mysql.', { container: { image: 'keycloak/keycloak:21', command: ['start', '--optimized'] } }, 'take --optimized out of command'],
  ['Spring', 'APPLICATION FAILED TO START\n\nDescription:\n\nThe dependencies of some of the beans in the application context form a cycle:', {}, '@Lazy'],
  ['R', "Error in loadNamespace(x) : there is no package called 'shiny'", {}, 'install the R package shiny'],
  ['a connection string of .NET', 'System.ArgumentException: Format of the initialization string does not conform to specification starting at index 0.', {
    container: { environment: [{ name: 'ConnectionStrings__Shop', value: 'db.example.com' }] },
  }, 'Key=Value; pairs'],
  ['MariaDB', '2022-08-25 18:05:25 0 [ERROR] InnoDB: Upgrade after a crash is not supported. The redo log was created with MariaDB 10.7.1.', {}, 'stopTimeout'],
])('%s', (_program, line, given, fix) => expect(exited(line, given).fix).toContain(fix));

test('a build option of another program is none of Keycloak', () => {
  expect(exited('Error: Connection url is not supported: mysql.', { container: { image: 'shop/web:1' } }).fix).not.toContain('kc.sh');
});
