import { spawnSync } from 'child_process';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { readAction, ROOT } from './action';
import { hasEngine, pulumiResources, pulumiUp } from './pulumi';
import { CLUSTER, EXAMPLES, IMAGE_GONE, openExpressScene, openScene, openStackScene, Recipe, runRecipe, Scene, SERVICE } from './recipe';
import { runWorkflow } from './workflow';
import { EXIT } from '../../src/cli/exit';
import { TaskRule } from '../../src/lab/world';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

/** Each recipe is played twice: version 1.42.0 cannot be pulled, and it is fine. */
const BOTH: readonly (readonly [string, readonly TaskRule[], number, RegExp])[] = [
  ['fails', [IMAGE_GONE], EXIT.failed, / {2}web: failed \[image-not-found\] after [\d:]+$/m],
  ['succeeds', [], EXIT.ok, / {2}web: deployed after [\d:]+$/m],
];

/** To the end of the program; the deployment begins before it if `deploy` is not given, else while it waits. */
async function play(scene: Scene, recipe: Recipe, deploy: () => void = () => undefined) {
  const { ended, folder } = await runRecipe(scene, recipe);
  await scene.lab.advance(7);
  deploy();
  await scene.lab.advance(900);
  return { folder, ...await ended };
}

const read = (...path: readonly string[]) => readFileSync(join(EXAMPLES, ...path), 'utf8');

const FOLDERS = [
  'amazon-ecs-deploy-task-definition', 'aws-cli', 'cloudformation-express', 'codepipeline', 'ecs-express-mode',
  'github-action', 'gitlab-ci', 'pulumi', 'terraform',
];

describe('AWS CLI', () => {
  test.each(BOTH)('a deployment that %s', async (_, rules, code, expected) => {
    const ran = await play(await openScene(rules), { folder: 'aws-cli', command: ['./deploy.sh', CLUSTER, SERVICE, 'task-definition.json'] });
    expect({ code: ran.code, err: ran.err }).toEqual({ code, err: '' });
    expect(ran.out).toMatch(expected);
    expect(existsSync(join(ran.folder, 'ecs-why.html'))).toBe(true);
  });
});

/** An older deployment is over: a recipe that does not name its own deployment may report the older one. */
async function openAfterAnother(): Promise<Scene> {
  const scene = await openScene();
  scene.deploy('1.40.0');
  await scene.lab.advance(1800);
  return scene;
}

describe('CloudFormation Express', () => {
  test.each(BOTH)('a deployment that %s', async (_, rules, code, expected) => {
    const scene = await openStackScene('Shop', read('cloudformation-express', 'template.json'), rules);
    // The time of the lab, not of this machine.
    const began = new Date(scene.lab.clock.now()).toISOString();
    const ran = await play(scene, {
      folder: 'cloudformation-express', command: ['./deploy.sh', 'Shop', 'template.json', '1.42.0', CLUSTER, SERVICE], instead: { date: `echo ${began}` },
    });
    expect({ code: ran.code, err: ran.err }).toEqual({ code, err: '' });
    expect(ran.out).toMatch(expected);
  });
});

describe('Amazon ECS Express Mode', () => {
  test.each(BOTH)('a deployment that %s', async (_, rules, code, expected) => {
    const { arn, ...scene } = await openExpressScene(rules.map((rule) => ({ ...rule, pull: rule.pull && { ...rule.pull, container: 'Main' } })));
    const began = new Date(scene.lab.clock.now()).toISOString();
    const ran = await play(scene, { folder: 'ecs-express-mode', command: ['./deploy.sh', arn, 'container.json'], instead: { date: `echo ${began}` } });
    expect({ code: ran.code, err: ran.err }).toEqual({ code, err: '' });
    expect(ran.out).toMatch(expected);
  });
});

describe('Terraform', () => {
  const hasTerraform = spawnSync('terraform', ['version']).status === 0;
  const env = { CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' };
  const standIn = { terraform: `exec ${process.execPath} ${join(__dirname, 'terraform.cjs')} "$@"` };
  const script = (revision: string, more: { readonly [variable: string]: string } = {}) => {
    const variables = { cluster: CLUSTER, service: SERVICE, task_definition: revision, ...more };
    const given = Object.entries(variables).map(([name, value]) => `-var '${name}=${value}'`).join(' ');
    return `terraform init -no-color -input=false > init.log && terraform apply -no-color -input=false -auto-approve ${given}`;
  };
  const tools: readonly (readonly [string, Recipe['instead']])[] = [...hasTerraform ? [['Terraform', {}] as const] : [], ['its stand-in', standIn]];
  describe.each(tools)('%s', (_tool, instead) => {
    test.each(BOTH)('a deployment that %s', async (_, rules, code, expected) => {
      const scene = await openScene(rules);
      const revision = scene.deploy('1.42.0');
      const ran = await play(scene, { folder: 'terraform/follow', command: ['bash', '-e', '-c', script(revision)], env, instead });
      expect(ran.code).toBe(code ? 1 : 0);
      expect(ran.out).toMatch(expected);
      expect(ran.npx).not.toBe('');
    });

    test('applied twice: a second revision is followed, too, and the same one is not followed again', async () => {
      const scene = await openScene([]);
      const apply = (revision: string) => `${script(revision)} && touch applied`;
      const first = scene.deploy('1.42.0');
      const copy = await play(scene, { folder: 'terraform/follow', command: ['bash', '-e', '-c', apply(first)], env, instead });
      expect(copy.out).toMatch(/: deployed after/);
      const same = await play(scene, { folder: 'terraform/follow', in: copy.folder, command: ['bash', '-e', '-c', apply(first)], env, instead });
      expect({ code: same.code, npx: same.npx }).toEqual({ code: 0, npx: '' });
      scene.rules.push(IMAGE_GONE);
      const second = scene.deploy('1.43.0');
      const again = await play(scene, { folder: 'terraform/follow', in: copy.folder, command: ['bash', '-e', '-c', apply(second)], env, instead });
      expect({ code: again.code, out: again.out }).toEqual({ code: 1, out: expect.stringMatching(/: failed \[image-not-found\]/) });
    });

    test('somebody else deploys meanwhile: the deployment of the revision is followed', async () => {
      const scene = await openScene();
      const revision = scene.deploy('1.42.0');
      await scene.lab.advance(5);
      scene.deploy('1.43.0');
      const ran = await play(scene, { folder: 'terraform/follow', command: ['bash', '-e', '-c', script(revision)], env, instead });
      expect({ code: ran.code, out: ran.out }).toEqual({ code: 1, out: expect.stringMatching(/ registered {2}.*web:2 [^]*web: superseded/) });
    });

    test('without npm, by the variable of the command', async () => {
      const scene = await openScene([]);
      const revision = scene.deploy('1.42.0');
      const ran = await play(scene, { folder: 'terraform/follow', command: ['bash', '-e', '-c', script(revision, { ecs_why: 'ecs-why' })], env, instead });
      expect({ code: ran.code, npx: ran.npx, out: ran.out }).toEqual({ code: 0, npx: '', out: expect.stringMatching(/: deployed after/) });
    });
  });

  test('main.tf uses the module, and does not let the provider wait', () => {
    const text = read('terraform', 'main.tf');
    expect(text).toContain('source = "./follow"');
    expect(text).toContain('wait_for_steady_state = false');
    if (hasTerraform) expect(spawnSync('terraform', ['fmt', '-check', '-recursive', join(EXAMPLES, 'terraform')], { encoding: 'utf8' }).stdout).toBe('');
  });
});

describe('Pulumi', () => {
  test.each(BOTH)('a deployment that %s', async (_, rules, code, expected) => {
    const scene = await openScene(rules);
    const revision = scene.deploy('1.42.0');
    const { command: { create, environment } } = pulumiResources(revision);
    const ran = await play(scene, { folder: 'pulumi', command: ['/bin/sh', '-c', create], env: environment });
    expect({ code: ran.code, err: ran.err }).toEqual({ code, err: '' });
    expect(ran.out).toMatch(expected);
  });

  (hasEngine ? test : test.skip).each(BOTH)('by its engine: a deployment that %s', async (_, rules, code, expected) => {
    const scene = await openScene(rules);
    const { code: ended, out, err } = await pulumiUp(scene, scene.deploy('1.42.0'));
    expect({ failed: ended !== 0, out: out + err }).toEqual({ failed: code !== 0, out: expect.stringMatching(expected) });
  });

  test('the provider does not wait, and a new revision is followed again', () => {
    const { service, command } = pulumiResources('web:43');
    expect(service).toMatchObject({ cluster: CLUSTER, desiredCount: 2, continueBeforeSteadyState: true });
    expect(service).not.toHaveProperty('timeout');
    expect(command.triggers).toEqual(['web:43']);
    expect(command.environment).toEqual({ CLUSTER, SERVICE, TASK_DEFINITION: 'web:43', TIMEOUT: '20m' });
  });
});

describe('GitHub Actions', () => {
  test.each(BOTH)('the action after any tool: a deployment that %s', async (_, rules, code, expected) => {
    const { steps } = await runWorkflow(await openScene(rules), 'github-action/deploy.yml');
    expect(steps.map((step) => step.code)).toEqual([0, code]);
    expect(steps.at(-1)?.out).toMatch(expected);
  });

  test('the page is kept also when the deployment fails', () => {
    interface Step { readonly if?: string; readonly uses?: string; readonly with?: { readonly path?: string } }
    interface Job { readonly steps: readonly Step[] }
    const { jobs } = parse(read('github-action', 'deploy.yml')) as { jobs: { [name: string]: Job } };
    const uploads = Object.values(jobs).flatMap(({ steps }) => steps).filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
    expect(uploads).toHaveLength(1);
    for (const { if: condition = '', with: inputs } of uploads) {
      // Without a function of the status, GitHub puts success() before a condition (workflow syntax, jobs.<job_id>.steps[*].if).
      const [, output] = /^\$\{\{ !cancelled\(\) && (steps\.why\.outputs\.report) \}\}$/.exec(condition) ?? [];
      expect({ condition, path: inputs?.path }).toEqual({ condition, path: `\${{ ${output} }}` });
    }
  });

  test.each(BOTH)('after amazon-ecs-deploy-task-definition: a deployment that %s', async (_, rules, code, expected) => {
    const scene = await openScene(rules);
    const { steps } = await runWorkflow(scene, 'amazon-ecs-deploy-task-definition/deploy.yml', {
      'aws-actions/amazon-ecs-deploy-task-definition@v2': (inputs) => {
        expect(inputs).toMatchObject({ 'cluster': CLUSTER, 'service': SERVICE, 'wait-for-service-stability': 'false' });
        return { 'task-definition-arn': scene.deploy('1.42.0') };
      },
    });
    expect(steps.map((step) => step.code)).toEqual([code]);
    expect(steps[0].out).toMatch(expected);
  });
});

interface Buildspec {
  readonly env: { readonly variables: { readonly [name: string]: string } };
  readonly phases: { readonly build: { readonly commands: readonly string[] } };
  readonly reports: { readonly [group: string]: { readonly files: readonly string[] } };
  readonly artifacts: { readonly files: readonly string[] };
}

interface GitlabJob {
  readonly script: readonly string[];
  readonly artifacts: {
    readonly when?: string;
    readonly paths?: readonly string[];
    readonly reports: { readonly junit?: string; readonly dotenv?: string };
  };
}

/** The scripts of both jobs. The runner gives the variables of the first job's dotenv report to the second job. */
function gitlab() {
  const { variables, deploy, follow } = parse(read('gitlab-ci', '.gitlab-ci.yml')) as { variables: { [name: string]: string }; deploy: GitlabJob; follow: GitlabJob };
  const handOver = `set -a; . ./${deploy.artifacts.reports.dotenv}; set +a`;
  return { variables, deploy, follow, handOver, script: [...deploy.script, handOver, ...follow.script].join('\n') };
}

describe('there is another deployment, too: the recipe names its own', () => {
  test('CodePipeline: an older one is over, and so is its own, which began with the build', async () => {
    const { env, phases } = parse(read('codepipeline', 'buildspec.yml')) as Buildspec;
    const scene = await openAfterAnother();
    const CODEBUILD_START_TIME = String(scene.lab.clock.now());
    scene.deploy('1.42.0');
    await scene.lab.advance(300);
    const ran = await play(scene, {
      folder: 'codepipeline', command: ['bash', '-e', '-c', phases.build.commands.join('\n')], env: { ...env.variables, CODEBUILD_START_TIME },
    });
    expect({ code: ran.code, out: ran.out }).toEqual({ code: EXIT.ok, out: expect.stringMatching(/ registered {2}.*web:3 [^]*web: deployed/) });
  });

  /** After the first part of the recipe has deployed web:2, somebody else deploys web:3. */
  async function between(folder: string, first: string, second: string, env?: NodeJS.ProcessEnv) {
    const scene = await openScene();
    const run = { folder, env };
    const deployed = await runRecipe(scene, { ...run, command: ['bash', '-eo', 'pipefail', '-c', first] });
    expect(await deployed.ended).toMatchObject({ code: 0, err: '' });
    await scene.lab.advance(5);
    scene.deploy('1.43.0');
    return play(scene, { ...run, in: deployed.folder, command: ['bash', '-eo', 'pipefail', '-c', second] });
  }
  const OWN = { code: EXIT.superseded, out: expect.stringMatching(/ registered {2}.*web:2 [^]*web: superseded/) };

  test('GitLab CI: a newer one', async () => {
    const { variables, deploy, follow, handOver } = gitlab();
    const { code, out } = await between('gitlab-ci', deploy.script.join('\n'), [handOver, ...follow.script].join('\n'), variables);
    expect({ code, out }).toEqual(OWN);
  });

  test('AWS CLI: a newer one', async () => {
    const [deploy, follow] = read('aws-cli', 'deploy.sh').split(/^(?=npx )/m);
    const given = `set -- ${CLUSTER} ${SERVICE} task-definition.json`;
    const { code, out } = await between('aws-cli', `${given}\n${deploy}\ndeclare -p cluster service revision > deployed`, `. ./deployed\n${follow}`);
    expect({ code, out }).toEqual(OWN);
  });
});

test('GitLab keeps page and report of a job that fails', () => {
  const { follow } = gitlab();
  // Default: on_success (GitLab CI/CD YAML syntax reference, artifacts:when). Reports are uploaded always.
  expect(follow.artifacts).toMatchObject({ when: 'always', paths: ['ecs-why.html'], reports: { junit: 'ecs-why.xml' } });
});

test.each(BOTH)('CodePipeline: a deployment that %s', async (_, rules, code, expected) => {
  const { env, phases, reports, artifacts } = parse(read('codepipeline', 'buildspec.yml')) as Buildspec;
  const scene = await openScene(rules);
  const commands = phases.build.commands.join('\n');
  // Beside the action that deploys.
  const ran = await play(scene, { folder: 'codepipeline', command: ['bash', '-e', '-c', commands], env: { ...env.variables, CODEBUILD_START_TIME: String(scene.lab.clock.now()) } }, () => scene.deploy('1.42.0'));
  expect({ code: ran.code, err: ran.err }).toEqual({ code, err: '' });
  expect(ran.out).toMatch(expected);
  for (const file of [...reports['ecs-deployment'].files, ...artifacts.files]) expect(existsSync(join(ran.folder, file))).toBe(true);
});

test.each(BOTH)('GitLab CI: a deployment that %s', async (_, rules, code, expected) => {
  const { variables, follow, script } = gitlab();
  const ran = await play(await openScene(rules), { folder: 'gitlab-ci', command: ['bash', '-eo', 'pipefail', '-c', script], env: variables });
  expect({ code: ran.code, err: ran.err }).toEqual({ code, err: '' });
  expect(ran.out).toMatch(expected);
  for (const file of [follow.artifacts.reports.junit!, ...follow.artifacts.paths!]) expect(existsSync(join(ran.folder, file))).toBe(true);
});

test('every recipe names the version of this package, and has a short README', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(sh|tf|ts|ya?ml|md)$/.test(file));
  const named = [...files, join('..', 'docs', 'recipes.md')].flatMap((file) => [...read(file).matchAll(/cdk-diagnosed-fargate@(?!v0\b)(\S+)/g)].map(([, one]) => ({ file, version: one })));
  expect(named.length).toBeGreaterThanOrEqual(7);
  for (const one of named) expect(one).toEqual({ file: one.file, version });
  for (const folder of FOLDERS) expect(read(folder, 'README.md').split('\n').length).toBeLessThan(60);
});

test('the README of the action has each of its inputs', () => {
  const [table] = /\| input \|[^]*?\n\n/.exec(read('github-action', 'README.md')) ?? [''];
  const rows = table.split('\n').map((row) => row.split('|')[1] ?? '').join(' ');
  expect([...rows.matchAll(/`([\w-]+)`/g)].map(([, name]) => name).sort()).toEqual(Object.keys(readAction().inputs).sort());
});

test('every workflow names the deployment that it has started', () => {
  for (const folder of ['github-action', 'amazon-ecs-deploy-task-definition']) expect(read(folder, 'deploy.yml')).toMatch(/^ +(since|task-definition): \$\{\{ steps\./m);
});

test('every link of the recipes leads to a file and a heading', () => {
  const pages = [join('..', 'docs', 'recipes.md'), 'README.md', ...FOLDERS.map((folder) => join(folder, 'README.md'))];
  for (const page of pages) {
    for (const [, file, anchor] of read(page).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)) {
      const target = join(EXAMPLES, page, '..', file);
      expect({ page, file, exists: existsSync(target) }).toEqual({ page, file, exists: true });
      if (anchor) expect(readFileSync(target, 'utf8').toLowerCase()).toMatch(new RegExp(`^#+ ${anchor.replace(/-/g, ' ')}$`, 'm'));
    }
  }
});
