import { exited, Given, top } from './given';

/** What is missing decides the fix. Texts after those of the runtimes; a source where one was reported. */
const fixOf = (line: string, given: Given = {}) => {
  const { id, fix } = exited(line, given);
  expect(id).toBe('app-module-missing');
  return fix;
};

describe('Node.js', () => {
  test.each([
    ['a module of a newer Node.js', "Error: Cannot find module 'node:sqlite'", 'Node.js 22.5 or newer'],
    ['as an ES module', 'Error [ERR_UNKNOWN_BUILTIN_MODULE]: No such built-in module: node:test', 'Node.js 18 or newer'],
    ['a prefix that an old one does not know', "Error: Cannot find module 'node:worker_threads'", 'Node.js 14.18 or newer'],
    ['a module of its own without the prefix', "Error: Cannot find module 'fs/promises'", 'Node.js 14 or newer'],
    ['a package', "Error: Cannot find module 'express'", 'list express in dependencies of package.json (not devDependencies)'],
    ['a workspace', "Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@acme/shared' imported from /app/server.js", 'of a workspace, copy its folder and build'],
    ['an alias of TypeScript', "Error: Cannot find module '@/config/db'", 'alias in @/config/db'],
    ['a file of the application', "Error: Cannot find module './branch-cleanup'", 'put ./branch-cleanup into the image'],
    ['an addon', "Error: Cannot find module './native/linux-arm64-musl.node'", 'take a Debian image'],
    ['the engine of Prisma', 'PrismaClientInitializationError: Query engine library for current platform "linux-musl-openssl-3.0.x" could not be found.', 'add "linux-musl-openssl-3.0.x" to binaryTargets'],
  ])('%s', (_what, line, fix) => expect(fixOf(line)).toContain(fix));
});

describe('Python', () => {
  test.each<[string, string, string, Given?]>([
    ['a package', "ModuleNotFoundError: No module named 'flask'", 'add the package with flask to the requirements'],
    ['a part that another version has', "ModuleNotFoundError: No module named 'werkzeug.contrib'", 'pin a version of werkzeug that has werkzeug.contrib'],
    ['the application', 'ERROR:    Error loading ASGI app. Could not import module "main".', 'start the program in its folder'],
    ['the application by the command', "ModuleNotFoundError: No module named 'shop'", 'start the program in its folder', { container: { command: ['gunicorn', 'shop.wsgi'] } }],
  ])('%s', (_what, line, fix, given = {}) => expect(fixOf(line, given)).toContain(fix));

  test('a module of an object in a file of state', () => {
    const log = ['Traceback (most recent call last):', '  File "/usr/local/lib/python3.12/shelve.py", line 114, in __getitem__', '    value = Unpickler(f).load()', "ModuleNotFoundError: No module named 'pytz'"];
    const { fix } = top({ log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }] } });
    expect(fix).toContain('remove the file of state');
  });
});

test.each([
  ['a class', 'Caused by: java.lang.ClassNotFoundException: com.mysql.cj.jdbc.Driver', 'put the jar with class com.mysql.cj.jdbc.Driver on the class path'],
  ['the main class', 'Error: Could not find or load main class com.example.App', 'put the jar with class com.example.App'],
  ['the launcher of Spring Boot', 'Error: Could not find or load main class org.springframework.boot.loader.JarLauncher', 'loader.launch.JarLauncher'],
  ['an assembly', "System.IO.FileNotFoundException: Could not load file or assembly 'Newtonsoft.Json, Version=13.0.0.0'", 'one version of Newtonsoft.Json (13.0.0.0)'],
  ['a gem', "kernel_require.rb:85:in `require': cannot load such file -- puma (LoadError)", 'have puma in the Gemfile'],
  ['a gem of the lock file', 'Bundler::GemNotFound: Could not find rake-13.0.6 in any of the sources', 'have rake-13.0.6 in the Gemfile'],
  ['a file of Ruby', "kernel_require.rb:85:in `require': cannot load such file -- /app/config/boot (LoadError)", 'put /app/config/boot into the image'],
  ['bundler', "Could not find 'bundler' (2.1.4) required by your /app/Gemfile.lock. (Gem::GemNotFoundException)", 'gem install bundler -v 2.1.4'],
  ['vendor', "PHP Fatal error:  require(): Failed opening required '/var/www/vendor/autoload.php' (include_path='.')", 'composer install --no-dev'],
  ['a class of one\'s own', 'PHP Fatal error:  Uncaught Error: Class "App\\Kernel" not found in /var/www/public/index.php:12', 'copy the file of App\\Kernel'],
  ['a library', "System.DllNotFoundException: Unable to load shared library 'libgdiplus' or one of its dependencies.", 'install the package that has libgdiplus'],
  ['OpenSSL 1.1', 'Error loading shared library libssl.so.1.1: No such file or directory (needed by /app/engine.node)', '(Debian 11)'],
  ['libgcc', 'Error relocating /usr/local/bin/x: _Unwind_RaiseException: symbol not found', 'install libgcc'],
  ['a newer glibc', "./app: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.39' not found (required by ./app)", 'with glibc 2.39'],
  ['a file', "Error: ENOENT: no such file or directory, open '/app/config/production.json'", 'put /app/config/production.json into the image (COPY, .dockerignore) or on a volume'],
  ['a file without a folder', 'panic: open templates/index.html: no such file or directory', 'put templates/index.html into the image'],
])('%s', (_what, line, fix) => expect(fixOf(line)).toContain(fix));
