import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Task } from '../../src/facts/model';
import { messageLines } from '../../src/presentation/message';
import { renderFull } from '../../src/presentation/terminal';

const at = (s: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, s)).toISOString();
const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef';
const ELB = { stopCode: 'ServiceSchedulerInitiated', stoppedReason: `Task failed ELB health checks in (target-group ${GROUP})` };
const EXIT = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };

type Lines = readonly (readonly [second: number, text: string])[];
const event = ([s, message]: Lines[number]) => ({ timestamp: Date.parse(at(40 + s)), message });
/** Tasks by name, with the lines of their container and their exit code. */
function frame(stop: Partial<Task>, exitCode: number, logs: { readonly [task: string]: Lines }, over: Partial<Frame> = {}): Frame {
  return {
    at: at(300),
    operation: { stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(0), deploymentId: 'ecs-svc/2' },
    service: {
      serviceName: 'web', desiredCount: 2, loadBalancers: [{ targetGroupArn: GROUP, containerName: 'app', containerPort: 8000 }],
      deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', desiredCount: 2, createdAt: at(5), rolloutState: 'IN_PROGRESS' }],
    },
    taskDefinition: { containerDefinitions: [{ name: 'app', essential: true, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web' } } }] },
    targetGroups: [{ TargetGroupArn: GROUP, TargetGroupName: 'web', HealthCheckPath: '/', HealthCheckIntervalSeconds: 10, UnhealthyThresholdCount: 4 }],
    tasks: Object.keys(logs).map((id, i) => ({
      taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/c/${id}`, startedBy: 'ecs-svc/2', lastStatus: 'STOPPED', createdAt: at(10), startedAt: at(40),
      stoppingAt: at(160 + i), stoppedAt: at(170 + i), containers: [{ name: 'app', exitCode }], ...stop,
    })),
    logs: { app: Object.fromEntries(Object.entries(logs).map(([id, written]) => [id, written.map(event)])) },
    ...over,
  };
}
const lines = (...texts: readonly string[]): Lines => texts.map((text, i) => [i, text] as const);
const first = (f: Frame) => renderFull(diagnose(f)).split('\n')[0];

describe('a process manager lives while its process is dead', () => {
  test.each([
    // https://github.com/maxpou/docker-symfony/issues/97
    ['supervisord', 'app-module-missing', 'app" runs, but its process is dead (supervisord, exit code 1)', [
      '2018-04-23 10:31:53,053 INFO spawned: \'web\' with pid 92', 'ModuleNotFoundError: No module named \'shop\'', '2018-04-23 10:31:54,785 INFO exited: web (exit status 1; not expected)',
      '2018-04-23 10:31:57,000 INFO gave up: web entered FATAL state, too many start retries too quickly',
    ]],
    ['PM2', 'app-config-missing', 'its process is dead (PM2, exit code 1)', [
      'Error: DATABASE_URL is not set', 'PM2      | App [api:0] exited with code [1] via signal [SIGINT]', 'PM2      | Script /app/index.js had too many unstable restarts (16). Stopped. "errored"',
    ]],
    ['nodemon', 'app-dependency-unreachable', 'its process is dead (nodemon)', ['[nodemon] starting `node index.js`', 'Error: connect ECONNREFUSED 10.0.0.1:5432', '[nodemon] app crashed - waiting for file changes before starting...']],
    ['gunicorn', 'app-crashed', 'WORKER TIMEOUT (pid:8)', ['[2026-11-23 10:01:40 +0000] [1] [INFO] Booting worker with pid: 8', '[2026-11-23 10:02:10 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:8)', '[2026-11-23 10:02:11 +0000] [8] [INFO] Worker exiting (pid: 8)']],
    // https://github.com/nomic-ai/gpt4all/issues/1169
    ['uvicorn --reload', 'app-module-missing', 'its process is dead (uvicorn --reload)', [
      'INFO:     Will watch for changes in these directories: [\'/app\']', 'INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)',
      'INFO:     Started reloader process [1] using StatReload', 'Process SpawnProcess-1:', 'Traceback (most recent call last):',
      '  File "/app/main.py", line 3, in <module>', '    import shop', 'ModuleNotFoundError: No module named \'shop\'',
    ]],
    ['Django', 'app-config-missing', 'its process is dead (runserver of Django)', [
      'Watching for file changes with StatReloader', 'Performing system checks...', 'Exception in thread django-main-thread:', 'Traceback (most recent call last):',
      '  File "/app/manage.py", line 9, in <module>', 'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
    ]],
    ['Spring Boot DevTools', 'app-config-missing', 'its process is dead (Spring Boot DevTools)', [
      '2026-11-23 10:00:41.1  INFO 1 --- [  restartedMain] com.example.ShopApplication : Starting ShopApplication',
      '2026-11-23 10:00:49.2 ERROR 1 --- [  restartedMain] o.s.boot.SpringApplication : Application run failed',
      'java.lang.IllegalArgumentException: Could not resolve placeholder \'SHOP_URL\' in value "${SHOP_URL}"',
    ]],
    ['tsx watch', 'app-module-missing', 'its process is dead (a watcher of files)', [
      'node:internal/modules/cjs/loader:1143', '  throw err;', 'Error: Cannot find module \'express\'', '    at Module._load (node:internal/modules/cjs/loader:1:2)', 'Node.js v20.11.0',
    ]],
    ['air', 'app-config-missing', 'its process is dead (air, exit code 2)', ['building...', 'running...', 'panic: DATABASE_URL is not set', 'Process Exit with Code: 2']],
    ['air, no build', 'app-crashed', 'its process is dead (air)', ['building...', './main.go:8:11: undefined: HelloHandler', 'failed to build, error: exit status 1']],
    ['cargo watch', 'app-config-missing', 'its process is dead (cargo watch, exit code 101)', ['[Running \'cargo run\']', 'thread \'main\' panicked at src/main.rs:4:5: DATABASE_URL must be set', '[Finished running. Exit status: 101]']],
    ['tsc --watch', 'app-crashed', 'its process is dead (tsc --watch)', ['src/main.ts:3:1 - error TS2304: Cannot find name \'foo\'.', '[10:00:44 AM] Found 1 error. Watching for file changes.']],
    ['Swoole', 'app-crashed', 'its process is dead (Swoole, exit code 255)', [
      'PHP Fatal error:  Uncaught TypeError: boot(): Argument #1 must be of type string', '[2026-11-23 10:00:45 $1.0] WARNING Server::check_worker_exit_status(): worker(pid=8, id=0) abnormal exit, status=255, signal=0',
    ]],
    ['PHP-FPM', 'app-crashed', 'its process is dead (PHP-FPM)', ['NOTICE: fpm is running, pid 1', 'WARNING: [pool www] child 8 exited on signal 11 (SIGSEGV - core dumped) after 0.5 seconds from start']],
  ] as readonly (readonly [string, string, string, readonly string[]])[])('%s', (_name, id, words, texts) => {
    const diagnosis = diagnose(frame(ELB, 143, { aaaaaaaa: lines(...texts) }));
    expect(diagnosis.causes[0]).toMatchObject({ id, container: 'app' });
    expect(renderFull(diagnosis)).toContain(words);
  });

  test('a watcher of files: the cause goes before the time-out of the check, and the fix leaves the watcher out', () => {
    const timedOut = { ...ELB, stoppedReason: `Task failed ELB health checks in (target-group ${GROUP}) due to (reason Request timed out)` };
    const diagnosis = diagnose(frame(timedOut, 143, { aaaaaaaa: lines(
      'INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)', 'INFO:     Started reloader process [1] using StatReload', 'Traceback (most recent call last):',
      '  File "/app/main.py", line 3, in <module>', 'pydantic.errors.PydanticImportError: `BaseSettings` has been moved to the `pydantic-settings` package.',
    ) }));
    const [top] = diagnosis.causes;
    expect(top.fix).toMatch(/^pin pydantic to the version before BaseSettings moved.*install pydantic-settings.*; start the program without uvicorn --reload/);
    expect(renderFull(diagnosis).split('\nfix: ')[1]).not.toMatch(/security group|allow(Default)?Port/i);
  });

  test('gunicorn: the fix is its own', () => {
    const [top] = diagnose(frame(ELB, 143, { aaaaaaaa: lines('[1] [CRITICAL] WORKER TIMEOUT (pid:8)') })).causes;
    expect(top.fix).toContain('--timeout of gunicorn');
  });

  test.each([
    ['it came up again', ['INFO exited: web (exit status 1; not expected)', 'INFO success: web entered RUNNING state', 'Listening on port 8000']],
    ['an expected end', ['INFO exited: migrate (exit status 0; expected)', 'Listening on port 8000']],
    ['a reloader whose process serves', ['INFO:     Started reloader process [1] using StatReload', 'INFO:     Application startup complete.', 'ValueError: bad date']],
    ['Django serves', ['Watching for file changes with StatReloader', 'Starting development server at http://0.0.0.0:8000/', 'ValueError: bad date']],
    ['DevTools, and it runs', ['INFO 1 --- [  restartedMain] c.e.Shop : Started Shop in 9.1 seconds', 'ERROR 1 --- [nio-1] c.e.Shop : java.lang.IllegalStateException: Could not resolve placeholder']],
    ['a word in a sentence', ['the worker exited the queue and died of boredom', 'Listening on port 8000']],
    ['a worker that nginx ended', ['[notice] 1#1: worker process 29 exited with code 0', 'Listening on port 8000']],
    ['PHP-FPM ends an idle child', ['NOTICE: [pool www] child 8 exited with code 0 after 100 seconds from start']],
  ])('not: %s', (_name, texts) => expect(diagnose(frame(ELB, 143, { aaaaaaaa: lines(...texts) })).causes[0].id).not.toMatch(/^app-(crashed|module|config)/));
});

describe('workers that are killed', () => {
  const unhealthy = { targetHealth: { [GROUP]: [{ Target: { Id: '10.0.0.1', Port: 8000 }, TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' } }] } };
  const timedOut = { ...ELB, stoppedReason: `Task failed ELB health checks in (target-group ${GROUP}) due to (reason Request timed out)` };
  test.each([
    // https://github.com/AI-Shipping-Labs/website/issues/689
    ['gunicorn', ['[1] [INFO] Listening at: http://0.0.0.0:8000 (1)', '[1] [ERROR] Worker (pid:13) was sent SIGKILL! Perhaps out of memory?', '[1] [ERROR] Worker (pid:14) was sent SIGKILL! Perhaps out of memory?']],
    // https://github.com/jlab-sensing/ENTS-backend/issues/82
    ['gunicorn before 20.1', ['[1] [INFO] Listening at: http://0.0.0.0:8000 (1)', '[1] [WARNING] Worker with pid 55 was terminated due to signal 9']],
    // https://github.com/WeblateOrg/docker/issues/275
    ['uWSGI', ['Thu Jun 27 02:58:57 2019 - DAMN ! worker 2 (pid: 178) died, killed by signal 9 :( trying respawn ...', 'Thu Jun 27 02:58:57 2019 - Respawned uWSGI worker 2 (new pid: 429)']],
    // https://github.com/celery/billiard/issues/380
    ['Celery', ['[2022-11-08 10:22:12,972: ERROR/MainProcess] Process \'ForkPoolWorker-4\' pid:19 exited with \'signal 9 (SIGKILL)\'', '[2022-11-08 10:22:13,375: ERROR/MainProcess] Task handler raised error: WorkerLostError(\'Worker exited prematurely: signal 9 (SIGKILL) Job: 10.\')']],
    ['PHP-FPM', ['NOTICE: fpm is running, pid 1', 'WARNING: [pool www] child 12 exited on signal 9 (SIGKILL) after 12.5 seconds from start']],
  ] as readonly (readonly [string, readonly string[]])[])('%s: memory goes before the time-out of the load balancer', (_name, texts) => {
    const diagnosis = diagnose(frame(timedOut, 143, { aaaaaaaa: lines(...texts) }, { ...unhealthy, taskDefinition: { memory: '512', containerDefinitions: [{ name: 'app', essential: true }] } }));
    const [top] = diagnosis.causes;
    expect(top).toMatchObject({ id: 'out-of-memory', container: 'app', certainty: 'probable' });
    expect(top.headline).toContain('workers of container "app" were killed: out of memory (limit 512 MiB of the task)');
    expect(top.fix).toMatch(/^raise memoryLimitMiB in the task definition: 512 -> 1024.*; or run fewer workers/);
    expect(renderFull(diagnosis).split('\nfix: ')[1]).not.toMatch(/security group|allow(Default)?Port/i);
  });

  test('gunicorn kills a worker that is late: that is no lack of memory', () => {
    const texts = ['[1] [CRITICAL] WORKER TIMEOUT (pid:8)', '[1] [ERROR] Worker (pid:8) was sent SIGKILL! Perhaps out of memory?'];
    const [top] = diagnose(frame(ELB, 143, { aaaaaaaa: lines(...texts) })).causes;
    expect(top.id).toBe('app-crashed');
    expect(top.fix).toContain('--timeout of gunicorn');
  });
});

describe('exit code 0 after a loud error', () => {
  test.each([
    ['that no row knows', 'app-crashed', 'ends with exit code 0 after an error: "the licence of node 7 has expired', ['starting', 'FATAL: the licence of node 7 has expired', 'Shutting down']],
    ['with its stack', 'app-crashed', 'after an error: "TypeError: x is not a function', ['starting', 'TypeError: x is not a function', '    at f (a.js:1:2)', '    at g (a.js:3:4)', 'bye']],
    ['that a row knows', 'app-dependency-unreachable', 'ends with exit code 0 after an error', ['Error: connect ECONNREFUSED 10.0.0.1:5432']],
    ['but the work went on', 'app-exited-zero', 'ends by itself', ['ERROR could not export the metrics of 3 spans', 'processed 1 of 4', 'processed 2 of 4', 'processed 3 of 4', 'processed 4 of 4', 'done']],
    ['no error at all', 'app-exited-zero', 'ends by itself', ['starting', 'done']],
  ] as readonly (readonly [string, string, string, readonly string[]])[])('%s', (_name, id, words, texts) => {
    const f = frame(EXIT, 0, { aaaaaaaa: lines(...texts) });
    expect(diagnose(f).causes[0].id).toBe(id);
    expect(renderFull(diagnose(f))).toContain(words);
  });
});

describe('ready after the checks gave up', () => {
  const ready = (s: number, more: Lines = []): Lines => [[0, 'Starting shop 2.0'], [3, 'Error: connect ECONNREFUSED 10.0.0.1:6379, retrying'], [s, `Started Shop in ${s} seconds`], ...more];
  test('the headline has both numbers', () => {
    expect(first(frame(ELB, 143, { aaaaaaaa: ready(50), bbbbbbbb: ready(52) }))).toContain('"app" is ready after 50 s, but its health check gives up after 40 s');
  });
  test('the check of the container counts from its own start period', () => {
    const over: Partial<Frame> = { taskDefinition: { containerDefinitions: [{ name: 'app', healthCheck: { command: ['CMD-SHELL', 'curl localhost'], startPeriod: 30, interval: 10, retries: 3 } }] } };
    const f = frame({ stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks', containers: [{ name: 'app', exitCode: 143, healthStatus: 'UNHEALTHY' }] }, 143, { aaaaaaaa: ready(70) }, over);
    expect(first(f)).toContain('is ready after 70 s, but its health check gives up after 60 s');
  });
  test.each([
    ['ready in time', ready(20)],
    ['an error after it was ready', ready(50, [[60, 'Error: cannot serve']])],
  ])('not: %s', (_name, texts) => expect(first(frame(ELB, 143, { aaaaaaaa: texts }))).not.toContain('is ready after'));
});

describe('the line that gave the cause away is shown', () => {
  const REASON = 'Error: ORDERS_TABLE is not set';
  test('from the task whose log has it, and marked', () => {
    const diagnosis = diagnose(frame(EXIT, 1, { aaaaaaaa: lines('starting', 'connecting'), bbbbbbbb: lines('starting', 'connecting', REASON) }));
    expect(diagnosis.log?.task).toBe('bbbbbbbb');
    expect(messageLines(diagnosis).filter((line) => line.decisive).map((line) => line.text)).toEqual([`log (app): ${REASON}`]);
  });

  test('though much follows, though few lines are asked for, and only once', () => {
    const diagnosis = diagnose(frame(EXIT, 1, { aaaaaaaa: lines(REASON, ...Array.from({ length: 200 }, (_, i) => `closing ${i}`)) }));
    for (const logLines of [1, 2, 20, 100]) {
      expect(messageLines(diagnosis, { logLines }).filter((line) => line.decisive).map((line) => line.text)).toEqual([`log (app): ${REASON}`]);
    }
  });

  test('with the indentation of its stack', () => {
    const out = renderFull(diagnose(frame(EXIT, 1, { aaaaaaaa: lines(REASON, '    at f (a.js:1:2)', '\tat g (a.js:3:4)') })));
    expect(out).toContain('log (app):     at f (a.js:1:2)\nlog (app):   at g (a.js:3:4)');
  });

  test('a check that fails while the application complains: its complaint', () => {
    const unhealthy = frame(ELB, 143, { aaaaaaaa: lines('starting'), bbbbbbbb: lines('starting', 'ERROR cannot load the catalogue') });
    expect(messageLines(diagnose(unhealthy)).find((line) => line.decisive)?.text).toBe('log (app): ERROR cannot load the catalogue');
  });
});
