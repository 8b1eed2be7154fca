import { at, exited, Given, top } from './given';

/** The stack says whose code gives up. Wordings of the runtimes; names of the user are made up. */
const ended = (log: readonly string[], image: string, before?: string) => top({
  container: { image }, log,
  ...(before && { previous: { containerDefinitions: [{ name: 'web', essential: true, portMappings: [{ containerPort: 8080 }], image: before }] } }),
  task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 2 }] },
}).fix;
const OWN = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop';
const GO = [
  'panic: runtime error: invalid memory address or nil pointer dereference', '[signal SIGSEGV: segmentation violation code=0x1]', '',
  'goroutine 1 [running]:', 'github.com/rdforte/gomaxecs/internal/client.(*Client).Get(0x0)', '\t/go/pkg/mod/github.com/rdforte/gomaxecs@v1.1.1/internal/client/client.go:40 +0x1d',
  'main.main()', '\t/src/cmd/shop/main.go:17 +0x25',
];

test('a library of Go is named with its version, and what calls it', () => {
  expect(ended(GO, `${OWN}:2`)).toContain('the library github.com/rdforte/gomaxecs v1.1.1: take another version of it');
  expect(ended(GO, `${OWN}:2`)).toContain('(/src/cmd/shop/main.go:17)');
  expect(ended(GO, `${OWN}:2`, `${OWN}:1`)).toContain('compare its version and that of the runtime with those in image tag 1');
});

test('the code at fault in an image of somebody else means another version of it', () => {
  const log = [GO[0], '', 'goroutine 1 [running]:', 'main.main()', '\t/go/src/discovery/main.go:304 +0x25'];
  expect(ended(log, 'example/discovery:1')).toContain('take another version of example/discovery:1');
  expect(ended(log, `${OWN}:2`)).toContain('correct the code at /go/src/discovery/main.go:304');
});

test.each([
  ['Rust', ["thread 'main' panicked at /usr/local/cargo/registry/src/index.crates.io-6f17d22bba15001f/reqwest-0.13.2/src/client.rs:683:26:", 'No provider set', 'note: run with `RUST_BACKTRACE=1`'], 'reqwest 0.13.2'],
  ['Ruby', ["/usr/local/bundle/gems/sidekiq-6.4.0/lib/sidekiq/cli.rb:12:in `load': uninitialized constant Sidekiq::Other (NameError)"], 'sidekiq 6.4.0'],
  ['Node.js', ["TypeError: Cannot read properties of undefined (reading 'x')", '    at send (/app/node_modules/@scope/mail/index.js:4:1)'], '@scope/mail'],
])('%s', (_runtime, log, library) => {
  expect(ended(log, `${OWN}:2`, `${OWN}:1`)).toContain(`the error comes out of the library ${library}: compare`);
});

test('a file that the loader of Rails names is the one to correct', () => {
  const line = "/usr/local/bundle/gems/zeitwerk-2.5.4/lib/zeitwerk/callbacks.rb:25:in `on_file_autoloaded': expected file /srv/plugins/mail/app/models/sendre.rb"
    + " to define constant Sendre, but didn't (Zeitwerk::NameError)";
  expect(ended([line], `${OWN}:2`)).toContain('correct the code at /srv/plugins/mail/app/models/sendre.rb');
});

describe('what the task definition has in another form', () => {
  const missed = (environment: readonly string[], given: Given = {}) => exited('Error: environment variable DB_PASSWORD is not set', {
    ...given, container: { environment: environment.map((name) => ({ name, value: 'x1' })) },
  });
  test('in a file', () => expect(missed(['DB_PASSWORD_FILE']).fix).toContain('pass the value of DB_PASSWORD_FILE as DB_PASSWORD'));
  test('with a prefix', () => expect(missed(['SHOP_DB_PASSWORD']).fix).toContain('pass the value of SHOP_DB_PASSWORD as DB_PASSWORD'));
  test('in another container', () => {
    const { fix, facts } = missed([], { others: [{ name: 'job', environment: [{ name: 'DB_PASSWORD', value: 'x1' }] }] });
    expect(facts.join()).toContain('container "job" has DB_PASSWORD, this one does not');
    expect(fix).toContain('give DB_PASSWORD to addContainer(\'web\', ...), too');
  });
});

test('service revisions with one digest are the same image', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const revision = (tag: string, imageDigest: string) => ({ containerImages: [{ containerName: 'web', image: `shop/web:${tag}`, imageDigest }] });
  const now = (other: string) => top({
    container: { image: 'shop/web:2' }, log: ['mkdir: cannot create directory \'/srv/web\': Permission denied'],
    previous: { containerDefinitions: [{ name: 'web', essential: true, portMappings: [{ containerPort: 8080 }], image: 'shop/web:1' }] },
    task: { stopCode: 'EssentialContainerExited', createdAt: at(10), containers: [{ name: 'web', exitCode: 1, imageDigest: digest }] },
    frame: { serviceRevisions: [revision('1', other), revision('2', digest)] },
  }).fix;
  expect(now(digest)).not.toContain('go back');
  expect(now(`sha256:${'b'.repeat(64)}`)).toContain('go back to image tag 1');
});
