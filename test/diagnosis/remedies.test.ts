import { checked, codes, exited, Given, text, top } from './given';
import { Cause } from '../../src/diagnosis/model';

/** Words of programs whose remedy is known. The sources are beside the lines. */
const ended = (log: readonly string[], given: Given = {}, exitCode = 1): Cause => top({
  ...given, log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
});

describe('.NET: the base image has another framework', () => {
  test.each([
    ['https://github.com/dotnet/core/issues/7373', [
      'It was not possible to find any compatible framework version',
      "The framework 'Microsoft.AspNetCore.App', version '3.1.0' (x64) was not found.",
      '  - The following frameworks were found:', '      6.0.4 at [/usr/share/dotnet/shared/Microsoft.AspNetCore.App]',
    ], 'dotnet/aspnet:3.1', '6.0.4', 'net6.0'],
    ['the form since .NET 6', [
      'You must install or update .NET to run this application.', 'App: /app/worker.dll', 'Architecture: x64',
      "Framework: 'Microsoft.NETCore.App', version '8.0.0' (x64)", '.NET location: /usr/share/dotnet/',
      'The following frameworks were found:', '  7.0.20 at [/usr/share/dotnet/shared/Microsoft.NETCore.App]',
    ], 'dotnet/runtime:8.0', '7.0.20', 'net7.0'],
  ])('%s', (_source, log, image, found, target) => {
    const { fix, facts } = ended(log, {}, 150);
    expect(fix).toContain(image);
    expect(facts.join()).toContain(found);
    expect(fix).toContain(`TargetFramework of the project to ${target}`);
    expect(fix).not.toContain('COPY');
  });
});

describe('built for another distribution', () => {
  test.each([
    ['https://github.com/erlef/docker-elixir/issues/41', 'Error relocating /app/erts-12.3.2.1/bin/beam.smp: pthread_getname_np: symbol not found', 127],
    ['glibc', "/app/server: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /app/server)", 1],
    ['libstdc++', "node: /usr/lib/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /app/node_modules/sharp.node)", 1],
    ['https://github.com/sgerrand/alpine-pkg-glibc/issues/205', 'Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by /app/lib.so)', 1],
  ])('%s', (_source, line, code) => {
    const { id, fix } = exited(line, {}, code);
    expect(id).toBe('app-module-missing');
    expect(fix).toContain('build stage');
    expect(fix).toContain('distribution');
  });

  test('a library that the image lacks is installed', () => {
    expect(exited('error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory').fix).toContain('install the package that has libpq.so.5');
  });
});

describe('the result of the build is not in the image', () => {
  test.each([
    ['https://github.com/calcom/docker/issues/22', "Error: Could not find a production build in the '/app/.next' directory. Try building your app with 'next build'", '.next'],
    ['Nest', "Error: Cannot find module '/usr/src/app/dist/main'", 'dist'],
    ['Nuxt', "Error: Cannot find module '/app/.output/server/index.mjs'", '.output'],
  ])('%s', (_source, line, folder) => {
    expect(exited(line).fix).toContain(`copy its result, ${folder}, into the final stage`);
  });

  test.each([
    'Vite manifest not found at: /var/www/html/public/build/manifest.json', "ValueError: Missing staticfiles manifest entry for 'css/app.css'",
    'ActionView::Template::Error (The asset "application.css" is not present in the asset pipeline.)',
  ])('%s', (line) => expect(exited(line).fix).toContain('build the assets in the image'));

  test('a package that is missing is none of its results', () => {
    expect(exited("Error: Cannot find module 'express'").fix).toContain('list express in dependencies');
  });
});

describe('an option that the runtime of the image does not accept', () => {
  const environment = [{ name: 'CATALINA_OPTS', value: '-Xmx1536m -XX:+UseConcMarkSweepGC -Djava.awt.headless=true' }];

  test('https://github.com/oscarfonts/docker-geoserver/issues/42: the variable of the task definition is named', () => {
    const { fix } = ended(["Unrecognized VM option 'UseConcMarkSweepGC'", 'Error: Could not create the Java Virtual Machine.'], { container: { environment } });
    expect(fix).toContain("take -XX:+UseConcMarkSweepGC out of CATALINA_OPTS of addContainer('web')");
  });

  test('the command passes it', () => {
    const container = { command: ['java', '-XX:MaxPermSize=256m', '-jar', 'app.jar'] };
    expect(ended(["Unrecognized VM option 'MaxPermSize=256m'"], { container }).fix).toContain('take -XX:MaxPermSize=256m out of command');
  });

  test('the image sets it', () => {
    const { fix } = ended(['Unrecognized option: --illegal-access=permit', 'Error: Could not create the Java Virtual Machine.']);
    expect(fix).toContain('JAVA_TOOL_OPTIONS');
    expect(fix).toContain('--illegal-access=permit');
  });

  test('Node.js', () => {
    const container = { environment: [{ name: 'NODE_OPTIONS', value: '--openssl-legacy-provider' }] };
    expect(ended(['node: --openssl-legacy-provider is not allowed in NODE_OPTIONS'], { container }, 9).fix).toContain('take --openssl-legacy-provider out of NODE_OPTIONS');
  });
});

describe('a file or lock of a process before', () => {
  test.each([
    ['https://github.com/opentargets/platform-api/pull/100', 'This application is already running (Or delete /srv/app/RUNNING_PID file).', 255, '/srv/app/RUNNING_PID', 'pidfile.path=/dev/null'],
    ['https://github.com/samvera/hyku/issues/1261', 'A server is already running. Check /data/tmp/pids/server.pid.', 1, '/data/tmp/pids/server.pid', 'rm -f'],
    ['https://github.com/WGDashboard/WGDashboard/issues/723', "Error: Already running on PID 117 (or pid file './gunicorn.pid' is stale)", 1, './gunicorn.pid', 'rm -f'],
    ['https://github.com/CommunityHoneyNetwork/CHN-Server/issues/17', 'ERROR: Pidfile (celerybeat.pid) already exists.', 73, 'celerybeat.pid', 'rm -f'],
    ['PostgreSQL', 'FATAL:  lock file "postmaster.pid" already exists', 1, 'postmaster.pid', 'rm -f'],
  ])('%s', (_source, line, code, file, words) => {
    const cause = ended(['Starting', line], { container: { restartPolicy: { enabled: true } } }, code);
    expect(cause.fix).toContain(`remove ${file} at each start`);
    expect(cause.fix).toContain(words);
    expect(cause.fix).toContain('what ended the first process');
    expect(text(cause)).toContain('restartPolicy');
    expect(text(ended(['Starting', line], {}, code))).not.toContain('restartPolicy');
  });

  test.each([
    ['https://github.com/prometheus-community/helm-charts/issues/2169', 'level=error err="opening storage failed: lock DB directory: resource temporarily unavailable"'],
    ['Elasticsearch', 'java.lang.IllegalStateException: failed to obtain node locks, tried [[/usr/share/elasticsearch/data]] with lock id [0]'],
    ['MySQL', '[ERROR] [MY-012574] [InnoDB] Unable to lock ./ibdata1 error: 11'],
    ['MongoDB', 'DBPathInUse: Unable to lock the lock file: /data/db/mongod.lock. Another mongod instance is already running on the /data/db directory'],
  ])('the old task holds the lock: %s', (_source, line) => {
    const { fix } = exited(line, {
      definition: { volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }] }, container: { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] },
    });
    expect(fix).toContain('volume data');
    expect(fix).toContain('minHealthyPercent: 0');
  });
});

describe('memory in the words of the program', () => {
  test.each([
    ['https://github.com/dotnet/runtime/issues/76199', 137, ['GC heap initialization failed with error 0x8007000E', 'Failed to create CoreCLR, HRESULT: 0x8007000E'], 'DOTNET_GCHeapCount'],
    ['https://github.com/wurstmeister/kafka-docker/issues/69', 1, ['Error occurred during initialization of VM', 'Could not reserve enough space for 2097152KB object heap'], 'memoryLimitMiB'],
    ['Rust', 134, ['memory allocation of 1073741824 bytes failed'], 'memoryLimitMiB'],
    ['Erlang', 1, ['eheap_alloc: Cannot allocate 1631508104 bytes of memory (of type "heap").'], 'memoryLimitMiB'],
    ['C++ on Alpine', 139, ["terminate called after throwing an instance of 'std::bad_alloc'"], 'memoryLimitMiB'],
    ['a shell', 137, ['/start.sh: line 12:     7 Killed                  node server.js'], 'memoryLimitMiB'],
  ])('%s', (_source, code, log, words) => {
    const cause = ended(log, { container: { memory: 128 } }, code);
    expect(cause.id).toBe('out-of-memory');
    expect(cause.fix).toContain(words);
    expect(text(cause)).not.toContain('SIGKILL to find');
    expect(cause.fix).not.toContain('sends SIGKILL');
  });
});

describe('data of another version', () => {
  const previous = (image: string) => ({ containerDefinitions: [{ name: 'web', image }] });
  const given = (from: string, image: string): Given => ({ container: { image }, previous: previous(from) });

  test.each([
    ['https://github.com/rabbitmq/rabbitmq-server/issues/10233', 'rabbitmq:3.10.8', 'rabbitmq:3.12.0',
      '[error] <0.234.0> Feature flags: `stream_single_active_consumer`: required feature flag not enabled! It must be enabled before upgrading RabbitMQ.', 'enable_feature_flag all'],
    ['https://github.com/docker-library/postgres/issues/1125', 'postgres:15', 'postgres:16',
      'FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 15, which is not compatible with this version 16.0 (Debian 16.0-1.pgdg120+1).', 'dump'],
    ['https://github.com/telekom-security/tpotce/issues/1253', 'elasticsearch:7.16.1', 'elasticsearch:8.5.3',
      'java.lang.IllegalStateException: cannot upgrade a node from version [7.16.1] directly to version [8.5.3], upgrade to version [7.17.0] first.', 'step by step'],
    ['https://github.com/docker/getting-started-todo-app/issues/63', 'mysql:5.7', 'mysql:8.4',
      '[ERROR] [MY-014060] [InnoDB] Invalid MySQL server upgrade: Cannot upgrade from 50744 to 80400. Upgrade to next major version is only allowed from the last LTS release', 'step by step'],
    ['https://github.com/nextcloud/server/issues/46198', 'nextcloud:27', 'nextcloud:29',
      "Can't start Nextcloud because the version of the data (27.0.2.1) is more than one major version behind the docker image version (29.0.3.4) and upgrading more than one major version is not supported.", 'step by step'],
  ])('a step that was skipped: %s', (_source, from, to, line, words) => {
    const cause = ended(['Starting', line], given(from, to));
    expect(cause.fix).toContain(`deploy ${from} again`);
    expect(cause.fix).toContain(words);
    expect(cause.headline).toContain(`changed: image tag ${from.split(':')[1]} -> ${to.split(':')[1]}`);
  });

  test.each([
    ['https://github.com/docker-library/mysql/issues/1007', 'mysql:8.2', 'mysql:8.0',
      '[ERROR] [MY-014061] [InnoDB] Invalid MySQL server downgrade: Cannot downgrade from 80200 to 80035. Downgrade is only permitted between patch releases.'],
    ['https://github.com/elabftw/elabftw/issues/5477', 'mysql:8.0.40', 'mysql:8.0.27',
      '[ERROR] [MY-013171] [InnoDB] Cannot boot server version 80027 on data directory built by version 80040. Downgrade is not supported'],
    ['https://github.com/nextcloud/docker/issues/2015', 'nextcloud:27', 'nextcloud:26',
      "Can't start Nextcloud because the version of the data (27.0.0.8) is higher than the docker image version (26.0.2.1) and downgrading is not supported."],
  ])('a step back: %s', (_source, from, to, line) => {
    const { fix } = ended(['Starting', line], given(from, to));
    expect(fix).toContain(`deploy ${from} again`);
    expect(fix).toContain('backup');
  });

  test('the task definition is the same: the version of the data is named', () => {
    expect(ended(['FATAL:  database files are incompatible with server', 'DETAIL:  The data directory was initialized by PostgreSQL version 12, which is not compatible with this version 13.0.']).fix)
      .toContain('deploy an image of version 12 again and pin it');
  });
});

describe('a client that does not know the login of the server', () => {
  test.each([
    ['https://github.com/docker-library/php/issues/628', 'PDO::__construct(): The server requested authentication method unknown to the client [caching_sha2_password]', 'PHP 7.4'],
    ['https://github.com/lib/pq/pull/621', 'panic: pq: unknown authentication response: 10', 'PostgreSQL driver'],
    ['https://github.com/brianc/node-postgres/issues/1508', "Error: Unknown authenticationOk message typeMessage { name: 'authenticationOk', length: 23 }", 'PostgreSQL driver'],
    ['https://github.com/nullptrlabs/pgmodeler/issues/1034', 'psycopg2.OperationalError: authentication method 10 not supported', 'PostgreSQL driver'],
    ['libpq', 'SCRAM authentication requires libpq version 10 or above', 'PostgreSQL driver'],
    ['Npgsql', 'Npgsql.NpgsqlException: Authentication method not supported (Received: 10)', 'PostgreSQL driver'],
    ['Oracle', 'java.sql.SQLException: ORA-28040: No matching authentication protocol', 'Oracle client'],
    ['Redis', "ReplyError: ERR wrong number of arguments for 'auth' command", 'Redis 6'],
  ])('%s', (_source, line, words) => {
    const cause = exited(line);
    expect(cause.id).toBe('app-dependency-auth');
    expect(cause.fix).toContain(words);
    expect(cause.fix).not.toContain('right user and password');
  });
});

const FARGATE = { launchType: 'FARGATE' } as const;
const BEFORE = { containerDefinitions: [{ name: 'web', image: 'shop/web:1.4' }] };

/** Words of the program, what the fix names, and the facts at hand. */
test.each<[string, string, readonly string[], readonly string[], Given?]>([
  ['a processor without the instructions', 'https://github.com/nxzai/NextExplorer/issues/241', ['Error: Could not load the "sharp" module using the linux-x64 runtime',
    'Unsupported CPU: Prebuilt binaries for linux-x64 require v2 microarchitecture'], ['CPU type "host"']],
  ['glibc', 'Red Hat UBI 9', ['Fatal glibc error: CPU does not support x86-64-v2'], ['CPU type "host"']],
  ['packages of another machine', 'https://github.com/kelektiv/node.bcrypt.js/issues/1048', ['Error: /app/node_modules/bcrypt/bcrypt_lib.node: invalid ELF header'], ['.dockerignore', 'npm ci']],
  ['packages of another Node', 'node-gyp', ["Error: The module '/app/x.node' was compiled against a different Node.js version using NODE_MODULE_VERSION 108."], ['.dockerignore']],
  ['a driver of PHP', 'https://github.com/shipsaas/docking/issues/38', ['PDOException: could not find driver (Connection: pgsql, SQL: select 1)'], ['docker-php-ext-install pdo_pgsql']],
  ['a function of PHP', 'php.net', ['PHP Fatal error:  Uncaught Error: Call to undefined function mysqli_connect() in /app/index.php:3'], ['docker-php-ext-install mysqli']],
  ['a class of an extension', 'php.net', ['Error: Class "Redis" not found in /app/cache.php:7'], ['PHP extension redis']],
  ['a package of PHP', 'https://github.com/dunglas/symfony-docker/issues/506', ['Error: Class "Runtime\\FrankenPhpSymfony\\Runtime" not found in /app/vendor/autoload_runtime.php:16'],
    ['composer require, not --dev', 'take APP_RUNTIME out'], { container: { environment: [{ name: 'APP_RUNTIME', value: 'Runtime\\FrankenPhpSymfony\\Runtime' }] } }],
  ['a driver of Sequelize', 'sequelize', ['Error: Please install mysql2 package manually'], ['install the database driver mysql2']],
  ['flags of another version', 'https://github.com/egregors/youtrack-docker-compose/issues/10', ['command traefik error: failed to decode configuration from flags: field not found, node: acme'],
    ['"acme"', 'go back to image tag 1.4'], { container: { image: 'shop/web:2.0' }, previous: BEFORE }],
  ['a flag of Go', 'spf13/pflag', ['Error: unknown flag: --old-option'], ['take --old-option out of the command']],
  ['a directive of Caddy', 'https://github.com/hslatman/caddy-crowdsec-bouncer/issues/16', ['Error: adapting config using caddyfile: /etc/caddy/Caddyfile:47: unrecognized directive: crowdsec'], ['knows it', 'crowdsec']],
  ['modules of Apache', 'https://github.com/LibreBooking/docker/issues/203', ['AH00534: apache2: Configuration error: More than one MPM loaded.'], ['a2dismod']],
  ['a key of Rails', 'https://github.com/basecamp/kamal/issues/1580', ['ActiveSupport::MessageEncryptor::InvalidMessage: ActiveSupport::MessageEncryptor::InvalidMessage'], ['the secret web/rails-key, which RAILS_MASTER_KEY gets'],
    { container: { secrets: [{ name: 'RAILS_MASTER_KEY', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/web/rails-key' }] } }],
  ['a key of Laravel', 'laravel/framework', ['Illuminate\\Contracts\\Encryption\\DecryptException: The MAC is invalid.'], ['APP_KEY']],
  ['a licence', 'https://github.com/itzg/docker-minecraft-server/issues/1021', ['[init] Please accept the Minecraft EULA at', '[init]  https://account.mojang.com/documents/minecraft_eula',
    "[init] by adding the following immediately after 'docker run':", '[init]  -e EULA=TRUE'], ["set EULA: 'TRUE'"]],
  ['a licence, and a slip of the pen', 'the same', ['[init] Please accept the Minecraft EULA at', '[init]  -e EULA=TRUE'], ['rename ELUA to EULA'], { container: { environment: [{ name: 'ELUA', value: 'TRUE' }] } }],
  ['a name that is almost there', 'constructed', ['Error: environment variable DATABASE_URL is not set'], ['rename DATABSE_URL to DATABASE_URL'], { container: { environment: [{ name: 'DATABSE_URL', value: 'x' }] } }],
  ['cgroup v2', 'https://github.com/google/cadvisor/issues/3658', ['F0217 11:34:25.129145  1 cadvisor.go:137] Failed to create a manager: mountpoint for cpu not found'], ['cgroup v2']],
  ['IIS with little CPU', 'https://github.com/microsoft/IIS.ServiceMonitor/issues/34', ['APPCMD failed with error code 259', 'Failed to update IIS configuration'], ['more cpu and memoryLimitMiB']],
  ['IPv6 of Ecto', 'https://github.com/memoetapp/memoet/issues/55', ['[error] Postgrex.Protocol (#PID<0.2660.0>) failed to connect: ** (DBConnection.ConnectionError) tcp connect (127.0.0.1:5432): non-existing domain - :nxdomain'], ['switch IPv6 off']],
  ['a URL as host', 'constructed', ['Error: getaddrinfo ENOTFOUND http://db.internal'], ['http://db.internal is no name']],
  ['FUSE on Fargate', 'https://github.com/s3fs-fuse/s3fs-fuse/issues/647', ["fuse: device not found, try 'modprobe fuse' first"], ['on EC2 instances'], { service: FARGATE }],
  ['FUSE on instances', 'the same', ["fuse: device not found, try 'modprobe fuse' first"], ['addDevices', 'SYS_ADMIN'], { service: { launchType: 'EC2' } }],
  ['an option that helps', 'https://github.com/substratusai/vllm-docker/issues/37', ['ValueError: Bfloat16 is only supported on newer GPUs. You can use float16, for example: --dtype=half.'], ['--dtype=half in command']],
  ['an error in a library, with another image', 'https://github.com/pydantic/pydantic/issues/9607', ['  File "/usr/local/lib/python3.12/site-packages/pydantic/typing.py", line 66, in evaluate_forwardref',
    '    return cast(Any, type_)._evaluate(globalns, localns, set())', "TypeError: ForwardRef._evaluate() missing 1 required keyword-only argument: 'recursive_guard'"],
  ['the library pydantic', 'image tag 1.4'], { container: { image: 'shop/web:1.5' }, previous: BEFORE }],
  ['an error with another image', 'constructed', ['Error: two sources are default'], ['image tag 1.4 ran before'], { container: { image: 'shop/web:1.5' }, previous: BEFORE }],
])('%s: %s', (_what, _source, log, words, given = {}) => {
  const { fix } = ended(log, given);
  for (const word of words) expect(fix).toContain(word);
});

test('a notice about a variable that is not needed is not the reason: https://github.com/s3fs-fuse/s3fs-fuse/issues/647', () => {
  const found = ended(['IAM_ROLE is not set - mounting S3 with credentials from ENV', "fuse: device not found, try 'modprobe fuse' first"]);
  expect(found.id).toBe('app-permission-denied');
  expect(found.headline).toContain('fuse: device not found');
});

describe('the remedy goes into checks, too', () => {
  const GROUP = { HealthCheckPath: '/', Matcher: { HttpCode: '200' } };
  const answered = (status: string, log: readonly string[], given: Given = {}) => checked(`Health checks failed with these codes: [${status}]`, GROUP, { ...given, log });

  test('an extension of PHP', () => {
    const { fix } = answered('500', ['local.ERROR: could not find driver (Connection: pgsql, SQL: select 1)']);
    expect(fix).toContain('docker-php-ext-install pdo_pgsql');
  });

  test('names of Docker Compose: https://github.com/WordPress/openverse/issues/3274', () => {
    const { fix } = answered('502', [
      '2026/11/23 20:41:34 [error] 36#36: send() failed (111: Connection refused) while resolving, resolver: 127.0.0.11:53',
      '2026/11/23 20:41:38 [error] 36#36: *39 backend could not be resolved (110: Operation timed out), client: 10.0.1.77, request: "GET / HTTP/1.1"',
    ], { others: [{ name: 'backend', portMappings: [{ containerPort: 8000 }] }] });
    expect(fix).toContain('proxy to 127.0.0.1:8000 instead of backend');
  });

  test('a virtual host of Envoy: https://github.com/envoyproxy/envoy/issues/36030', () => {
    const { fix } = answered('404', ['[2026-09-08T15:00:55.000Z] "GET / HTTP/1.1" 404 NR route_not_found - "-" 0 0 0 - "-" "ELB-HealthChecker/2.0" "x" "10.0.2.61" "-"']);
    expect(fix).toContain('Host header');
    expect(fix).toContain('Envoy');
  });
});

describe('texts of AWS', () => {
  const started = (reason: string) => top({
    task: { stopCode: 'TaskFailedToStart', stoppedReason: reason, startedAt: undefined, containers: [{ name: 'web' }] }, service: { launchType: 'EC2' }, definition: { requiresCompatibilities: ['EC2'] },
  });

  test.each([
    ['https://github.com/aws/credentials-fetcher/issues/137', 'Rpc error: code = Internal desc = ERROR: Cannot get gMSA krb ticket', 'container-runtime-error', 'credentials-fetcher'],
    ['https://github.com/aws/amazon-ecs-agent/issues/1252', 'CannotStartContainerError: API error (500): OCI runtime create failed: container init caused "setting cgroup config for procHooks process caused "failed to write 0 to memory.swappiness: write /sys/fs/cgroup/memory/ecs/x/memory.swappiness: invalid argument"": unknown', 'container-runtime-error', 'current ECS-optimized AMI'],
    ['https://github.com/Pocket/recommendation-api/pull/387', 'CannotPullContainerError: inspect image has been retried 5 time(s): httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/amazon/aws-xray-daemon/manifests/sha256:5bf715bbe434ebf892b66bba54ce04db47b2914f23a949410d8029fbbf...', 'image-pull-failed', 'limit of Docker Hub'],
    ['https://github.com/caddyserver/caddy/issues/5884', 'CannotPullContainerError: containerd: pull command failed: panic: runtime error: invalid memory address or nil pointer dereference', 'image-pull-network', 'AWS Support'],
  ])('%s', (_source, reason, id, words) => {
    const found = started(reason);
    expect(found.id).toBe(id);
    expect(found.fix).toContain(words);
  });
});

describe('a limit of the runtime, not of the container', () => {
  test('https://github.com/firezone/firezone/issues/2216: Erlang sizes a table by the limit of open files', () => {
    const { id, fix } = ended(['ll_alloc: Cannot allocate 1610612799 bytes of memory (of type "port_tab").'], { container: { memory: 1024 } });
    expect(id).toBe('out-of-memory');
    expect(fix).toContain('UlimitName.NOFILE');
    expect(fix).not.toContain('memoryLimitMiB');
  });

  test.each([
    ['https://github.com/deviantony/docker-elk/issues/296', 'java.lang.OutOfMemoryError: Java heap space', 'LS_JAVA_OPTS', '-Xms1g -Xmx1g', '-Xmx3584m in LS_JAVA_OPTS'],
    ['Java', 'java.lang.OutOfMemoryError: GC overhead limit exceeded', 'KAFKA_HEAP_OPTS', '-Xmx1g', '-Xmx3584m in KAFKA_HEAP_OPTS'],
    ['Node.js', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'NODE_OPTIONS', '--max-old-space-size=512', '--max-old-space-size=3584'],
  ])('the heap is full, and the container is not: %s', (_source, line, name, value, words) => {
    const { fix } = ended([line], { container: { memory: 5120, environment: [{ name, value }] } });
    expect(fix).toContain(words);
    expect(fix).toContain('memoryLimitMiB alone does not help');
  });

  test('a heap as large as the container asks for more memory', () => {
    const container = { memory: 1024, environment: [{ name: 'JAVA_OPTS', value: '-Xmx1g' }] };
    expect(ended(['java.lang.OutOfMemoryError: Java heap space'], { container }).fix).toContain('raise memoryLimitMiB');
  });
});

describe('no time zone data in the image', () => {
  test.each([
    ['https://github.com/elastic/connectors-ruby/issues/64', "/app/gems/tzinfo-1.2.9/lib/tzinfo/data_source.rb:182:in `rescue in create_default_data_source': No source of timezone data could be found. (TZInfo::DataSourceNotFound)"],
    ['Python', "zoneinfo._common.ZoneInfoNotFoundError: 'No time zone found with key Europe/Berlin'"],
    ['Go', 'panic: unknown time zone Europe/Berlin'],
  ])('%s', (_source, line) => expect(exited(line).fix).toContain('tzdata'));

  test('a server that answers each check with 500', () => {
    const { fix } = checked(codes(500), { Matcher: { HttpCode: '200' } }, {
      log: ['INFO  WEBrick::HTTPServer#start: pid=32 port=8080', '2026-11-25 10:54:39 - TZInfo::DataSourceNotFound - No source of timezone data could be found.'],
    });
    expect(fix).toContain('tzdata');
  });
});

describe('a container health check that asks localhost', () => {
  const given = (command: string, line: string): Given => ({
    log: [line], container: { healthCheck: { command: ['CMD-SHELL', command] } },
    task: { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks', containers: [{ name: 'web', exitCode: 137, healthStatus: 'UNHEALTHY' }] },
  });

  test('https://github.com/strausmann/mcp-dockhand/issues/92: the server listens on IPv4 only', () => {
    const cause = top(given('wget -qO- http://localhost:8080/health || exit 1', 'Server listening on http://0.0.0.0:8080'));
    expect(cause.fix).toContain('127.0.0.1:8080');
    expect(text(cause)).toContain('::1');
  });

  test.each([
    ['curl tries all addresses', 'curl -f http://localhost:8080/health', 'Server listening on http://0.0.0.0:8080'],
    ['the server listens on all addresses', 'wget -qO- http://localhost:8080/health', 'Server listening on http://[::]:8080'],
    ['the check asks IPv4', 'wget -qO- http://127.0.0.1:8080/health', 'Server listening on http://0.0.0.0:8080'],
  ])('%s', (_name, command, line) => expect(text(top(given(command, line)))).not.toContain('::1'));
});

describe('Docker or the kernel of the instance', () => {
  const started = (reason: string, given: Given = {}) => top({
    ...given, task: {
      launchType: 'EC2', startedAt: undefined, stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start',
      containerInstanceArn: 'arn:aws:ecs:eu-west-1:123456789012:container-instance/c/6e4b602a64c2',
      containers: [{ name: 'web', reason }],
    },
  });

  test.each([
    ['aws/amazon-ecs-agent#218', 'CannotStartContainerError: API error (404): Cannot start container 986d8b08: adding interface veth0e8d337 to bridge docker0 failed: could not find bridge docker0: no such network interface'],
    ['aws/amazon-ecs-agent#574', 'CannotStartContainerError: API error (500): failed to create endpoint ecs-web-1 on network bridge: failed to save bridge endpoint 649374f to store: timeout'],
    ['iptables without the chain of Docker', 'CannotStartContainerError: Error response from daemon: driver failed programming external connectivity on endpoint ecs-web-1: (iptables failed: iptables --wait -t nat -A DOCKER -p tcp: iptables: No chain/target/match by that name.)'],
  ])('its own network: %s', (_source, reason) => {
    const { id, fix } = started(reason);
    expect(id).toBe('container-runtime-error');
    expect(fix).toContain('restart Docker on container instance 6e4b602a');
    expect(fix).not.toMatch(/subnet|security group/);
  });

  test.each([
    ['https://github.com/containerd/containerd/issues/5281', 'sysctl "net.core.somaxconn" not allowed in host network namespace: unknown', 'host', 'net.core.somaxconn', 'on the instance'],
    ['runc', 'sysctl "vm.max_map_count" is not in a separate kernel namespace: unknown', 'bridge', 'vm.max_map_count', 'only net.*'],
  ])('a kernel setting: %s', (_source, words, networkMode, name, advice) => {
    const { id, headline, fix } = started(`CannotStartContainerError: Error response from daemon: OCI runtime create failed: ${words}`, { definition: { networkMode } });
    expect(id).toBe('container-runtime-error');
    expect(headline).toContain(name);
    expect(fix).toContain('systemControls');
    expect(fix).toContain(advice);
  });

  test('an option is no program: the image has no ENTRYPOINT for it', () => {
    const cause = started('CannotStartContainerError: OCI runtime create failed: exec: "-url": executable file not found in $PATH: unknown', {
      container: { image: 'centos:8', command: ['-url', 'https://x.example.com', '3f6c1f0e9d8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c'] },
    });
    expect(cause.fix).toContain('image centos:8 has no ENTRYPOINT');
    expect(text(cause)).not.toContain('3f6c1f0e9d8b7a6c');
  });

  test('https://github.com/TechToSpeech/terraform-aws-serverless-static-wordpress/issues/74: awslogs-region is a URL', () => {
    const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': 'g', 'awslogs-region': 'http://blog.example.com' } };
    const { id, headline, fix } = top({
      container: { logConfiguration }, task: {
        startedAt: undefined, stopCode: 'TaskFailedToStart',
        stoppedReason: "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: MissingEndpoint: 'Endpoint' configuration is required for this service : exit status 1",
      },
    });
    expect(id).toBe('log-driver-config');
    expect(headline).toContain('which is no Region');
    expect(fix).toContain('set awslogs-region to eu-west-1');
  });
});
