import { Command, Option } from 'commander';
import { deployment, list, path, pointInTime, region, revision, seconds, time, url, whole } from './arguments';
import {
  CausesOptions, CheckOptions, DemoOptions, ExplainOptions, FollowCommandOptions, FormatOptions, FORMATS, RecordOptions, ReplayOptions,
  WatchCommandOptions,
} from './options';
import { flat } from '../presentation/plain';

/** Each command resolves to its exit code. */
export interface Actions {
  explain(target: string | undefined, service: string | undefined, options: ExplainOptions): Promise<number>;
  /** `left`: aborted if the person has left while the code was loaded. */
  follow(cluster: string | undefined, service: string | undefined, options: FollowCommandOptions, left?: AbortSignal): Promise<number>;
  watch(stack: string, options: WatchCommandOptions, left?: AbortSignal): Promise<number>;
  check(path: string | undefined, options: CheckOptions): Promise<number>;
  record(cluster: string, service: string | undefined, options: RecordOptions): Promise<number>;
  replay(files: readonly string[], options: ReplayOptions): Promise<number>;
  causes(id: string | undefined, options: CausesOptions): Promise<number>;
  demo(scenarios: readonly string[], options: DemoOptions): Promise<number>;
  completion(shell: string, program: Command): Promise<number>;
}

/** The command of arguments that begin with none. */
export const DEFAULT_COMMAND = 'explain';

/**
 * All commands with their arguments, options and examples. Their code is in `actions`. `before`: a line, or nothing, before that of an
 * error of the arguments.
 */
export function makeProgram(actions: Actions, ended: (code: number) => void, before = () => ''): Command {
  const program = new Command('ecs-why')
    .description('Why an Amazon ECS deployment fails: the root cause, with evidence and a fix')
    .usage('CLUSTER SERVICE | STACK | COMMAND [options]')
    .showHelpAfterError('(ecs-why --help lists the commands)')
    .addHelpText('after', examples(
      ['ecs-why prod web', 'explain the current or last deployment of a service'],
      ['ecs-why Shop', 'explain why the last operation on a stack has failed'],
      ['ecs-why follow prod web', 'follow a deployment of any origin, diagnose it'],
      ['ecs-why watch Shop', 'follow a stack operation, diagnose every service in it'],
      ['ecs-why demo', 'see it at work, without an AWS account'],
    ))
    .option('-V, --version', 'print the version')
    // main.ts answers the first argument. Elsewhere it may be the value of a variable, and code 0 would be taken for that of a deployment.
    .on('option:version', () => program.error('error: --version stands alone: ecs-why --version'))
    .configureOutput({ outputError: (text, write) => write(before() + errorText(text)) })
    .exitOverride();

  program.command(DEFAULT_COMMAND, { isDefault: true })
    .description('explain the last deployment of a service, or the last operation on a stack (the default command)')
    .argument('[cluster]', 'name or ARN of the cluster (default: the only one); or, without a second argument, '
      + 'name, ARN or console address of the stack, or ARN or console address of the service')
    .argument('[service]', 'name or ARN of the service (default: the only one)')
    .option('--exit-code', 'exit with 1 when the deployment or the stack operation has failed')
    .addHelpText('after', examples(
      ['ecs-why prod web'],
      ['ecs-why Shop', 'the last operation on a stack, also one that was rolled back or deleted'],
      ['ecs-why prod web --html report.html', 'also write a page to share'],
      ['ecs-why arn:aws:ecs:eu-west-1:123456789012:service/prod/web --json'],
      ['ecs-why', 'choose cluster and service from lists'],
    ))
    .action(async (cluster, service, options) => ended(await actions.explain(cluster, service, options)));

  program.command('follow')
    .description('follow a deployment of a service until it is deployed or fails, whoever started it: no CloudFormation stack is needed')
    .argument('[cluster]', 'name or ARN of the cluster (default: the only one); or, without a second argument, a service by its ARN, '
      + 'its console address or its construct path (cdk.out)')
    .argument('[service]', 'name or ARN of the service, or a part of its name (default: all services with a deployment in progress)')
    .option('--services <names>', 'these services of the cluster, with commas between them', list)
    .addOption(new Option('--deployment <arn>', 'this deployment: ARN of the service deployment, or ecs-svc/... (default: the newest)')
      .argParser(deployment).conflicts(['taskDefinition', 'since']))
    .option('--task-definition <family:revision>', 'the newest deployment of this revision', revision)
    .option('--since <time>', 'the newest deployment that began since then: ISO 8601, or 10m (ten minutes ago)', pointInTime)
    .option('--wait <time>', 'wait this long for such a deployment to begin (default: 1m with --task-definition or --since, else 0s)', time)
    .addOption(new Option('--until <state>', 'deployed: ECS has completed it; stable: nothing of an older one runs either; '
      + 'paused: or it waits at a lifecycle hook').choices(['deployed', 'stable', 'paused']).default('deployed'))
    .option('--timeout <time>', 'follow no longer, once the deployment has begun (default: 20m)', time)
    .addOption(new Option('--on-failure <action>', 'at the diagnosis that fails the deployment: explain it, or also ask ECS to stop it '
      + 'or to roll it back').choices(['explain', 'stop', 'rollback']).default('explain'))
    .option('--interval <seconds>', 'time between two reads of the state', seconds(1, 60), 5)
    .option('--record <folder>', 'save a recording of each service in this folder', path)
    .addHelpText('after', examples(
      ['ecs-why follow prod web'],
      ['ecs-why follow prod web --task-definition web:42', 'after a deployment by another tool'],
      ['ecs-why follow prod web --wait 5m --on-failure rollback', 'start it first, then deploy'],
      ['ecs-why follow prod --services web,worker', 'several at once; without --services all that are being deployed'],
      ['ecs-why follow prod web --until stable --timeout 30m', 'in place of aws ecs wait services-stable'],
    ))
    .action(async (cluster, service, options) => ended(await actions.follow(cluster, service, options)));

  program.command('watch')
    .description('follow a stack operation that is running or about to start, and diagnose its services while they deploy')
    .argument('<stack>', 'name, ARN or console address of the stack')
    .option('--fail-fast', 'exit at the first diagnosis that fails the deployment')
    .option('--cancel-on-failure', 'cancel the stack update at the first diagnosis that fails the deployment')
    .addOption(new Option('--wait <time>', 'wait this long for a stack operation to begin').argParser(time).default(300, '5m'))
    .option('--interval <seconds>', 'time between two reads of the state', seconds(1, 60), 5)
    .option('--record <folder>', 'save a recording of each service in this folder', path)
    .addHelpText('after', examples(
      ['ecs-why watch Shop'],
      ['ecs-why watch Shop --fail-fast', 'in a pipeline: do not wait for the rollback'],
      ["ecs-why watch Shop --json | jq -r '.text // empty'"],
    ))
    .action(async (stack, options) => ended(await actions.watch(stack, options)));

  program.command('check')
    .description('check before a deployment that what it names exists in the account: images for its platform, secrets, roles, log groups')
    .argument('[path]', 'folder that cdk synth has written, a template (JSON or YAML) or a task definition (default: cdk.out)')
    .option('--service <names...>', 'instead: cluster and name of a service, as if it were deployed again now')
    .option('--stack <stack>', 'only this stack of the folder')
    .option('--parameters <name=value>', 'value of a parameter of the template; repeatable', repeated)
    .option('--secret-values', 'read the values of secrets of which a key is named, to see whether it is there')
    .option('--strict', 'exit with 1 on a WARN, too')
    .option('--print-policy', 'print the smallest policy that the check needs, and check nothing')
    .option('--validation-report <file>', "also write the findings in the form of the AWS CDK's validation report", path)
    .addHelpText('after', examples(
      ['ecs-why check', 'after cdk synth, before cdk deploy'],
      ['ecs-why check template.yaml --parameters Tag=1.42.0'],
      ['ecs-why check --service prod web', 'would it start if it were deployed again?'],
      ['ecs-why check cdk.out --print-policy', 'permissions for the role of a pipeline'],
    ))
    .action(async (file, options) => ended(await actions.check(file, options)));

  program.command('record')
    .description('save the facts that a diagnosis reads as a recording, without secrets')
    .argument('[cluster]', 'name or ARN of the cluster (default: the only one); or, without a second argument, ARN or console address of '
      + 'the service')
    .argument('[service]', 'name or ARN of the service (default: the only one)')
    .option('-o, --output <file>', 'file to write (default: SERVICE.recording.json)', path)
    .option('--for <seconds>', 'record for this long (default: one frame)', seconds(1, 86_400))
    .option('--every <seconds>', 'time between two frames', seconds(1, 3600), 10)
    .option('--redact <pattern...>', 'also remove text that matches these JavaScript regular expressions')
    .option('--keep <field>', 'do not hide the values of this member (tags, dockerLabels) or name (splunk-url); repeatable', repeated)
    .addHelpText('after', examples(
      ['ecs-why record prod web'],
      ['ecs-why record prod web --for 600 -o web.json', 'record for ten minutes'],
    ))
    .action(async (cluster, service, options) => ended(await actions.record(cluster, service, options)));

  program.command('replay')
    .description('diagnose recordings offline, each by its last frame')
    .argument('<file...>', 'recordings: files that ecs-why record or watch --record has written')
    .addOption(new Option('--frame <number>', 'diagnose this frame instead of the last (the first is 1)')
      .argParser(whole).conflicts(['allFrames', 'timeline']))
    .addOption(new Option('--all-frames', 'print the diagnosis of every frame').conflicts('timeline'))
    .option('--timeline', 'print one line for each frame: its counts, its cause and the decision')
    .option('--exit-code', 'exit with 1 when a recording shows a failed deployment')
    .addHelpText('after', examples(
      ['ecs-why replay web.recording.json'],
      ['ecs-why replay --timeline web.recording.json'],
      ["ecs-why replay --json *.recording.json | jq -r '.causes[0].id'"],
    ))
    .action(async (files, options) => ended(await actions.replay(files, options)));

  program.command('causes')
    .description('list the causes that a diagnosis can name')
    .argument('[id]', 'describe this cause')
    .addHelpText('after', examples(['ecs-why causes'], ['ecs-why causes image-not-found']))
    .action(async (id, options) => ended(await actions.causes(id, options)));

  program.command('demo')
    .description('deploy broken services to a local simulation of AWS, with and without the construct (no AWS account, simulated time); '
      + 'the exit code is that of the demo, not of these deployments: 0 if they end as they should')
    .argument('[scenario...]', 'names from --list; default: all')
    .option('--list', 'list the scenarios')
    .option('--events', 'show every stack event, not only those of the service, its diagnosis and the stack')
    .option('--watch', 'show the output of `ecs-why watch` for the service without the construct')
    .option('--follow', 'show the output of `ecs-why follow` for the service without the construct, while no stack waits for it')
    .option('--why', 'show the output of `ecs-why STACK` after the deployment with the construct has failed')
    .option('--html <file>', 'with --watch, --follow or --why: also write one self-contained page', path)
    .option('--junit <file>', 'with --watch or --follow: also write a JUnit file', path)
    .addHelpText('after', examples(
      ['ecs-why demo'], ['ecs-why demo app-exits'], ['ecs-why demo app-exits --watch'], ['ecs-why demo app-exits --follow'],
      ['ecs-why demo app-exits --why'],
    ))
    .action(async (names, options) => ended(await actions.demo(names, options)));

  program.command('completion')
    .description('print the completion script of a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText('after', examples(
      ['source <(ecs-why completion bash)', 'or in ~/.bashrc'],
      ['ecs-why completion fish > ~/.config/fish/completions/ecs-why.fish'],
    ))
    .action(async (shell) => ended(await actions.completion(shell, program)));

  for (const command of program.commands) {
    command.copyInheritedSettings(program).exitOverride().showHelpAfterError(`(ecs-why ${command.name()} --help prints its options)`);
    if (['explain', 'follow', 'watch', 'check', 'record'].includes(command.name())) withAwsOptions(command);
    if (['explain', 'follow', 'watch', 'replay', 'check'].includes(command.name())) withFormatOptions(command);
    if (['explain', 'follow', 'watch', 'replay'].includes(command.name())) {
      command.option('--html <file>', 'also write one self-contained page', path);
    }
    if (command.name() === 'check') command.option('--junit <file>', 'also write a JUnit file: one test case for each finding', path);
    if (['explain', 'follow', 'watch'].includes(command.name())) {
      command.option('--junit <file>', 'also write a JUnit file: one test case a service, the diagnosis as its failure', path);
    }
    if (['causes', 'demo', 'record'].includes(command.name())) command.option('--no-color', 'print without colours (also: NO_COLOR)');
    if (['causes', 'demo', 'record'].includes(command.name())) command.option('--json', 'print one JSON object a line');
  }
  return program;
}

function withAwsOptions(command: Command): void {
  command
    .option('--profile <name>', 'profile of the AWS configuration (default: AWS_PROFILE)')
    .option('--region <region>', 'AWS Region (default: AWS_REGION, AWS_DEFAULT_REGION or the Region of the profile)', region)
    .option('--endpoint-url <url>', 'send every call to this address (default: AWS_ENDPOINT_URL or the endpoint_url of the profile)', url)
    .option('--verbose', 'print each AWS call to standard error');
}

function withFormatOptions(command: Command): void {
  command
    .option('--json', 'print one JSON object a line; its members do not change their meaning')
    .addOption(new Option('--format <format>', 'github adds annotations and a job summary, and is the default in GitHub Actions')
      .choices([...FORMATS]))
    .option('--no-color', 'print without colours (also: NO_COLOR)')
    .hook('preAction', (_, one) => {
      const { json, format = 'json' } = one.opts<FormatOptions>();
      if (json && format !== 'json') one.error(`error: --json and --format ${format} are two formats: name one`);
    });
}

/** commander quotes what the person has typed, and suggests a similar name in a line of its own. */
function errorText(text: string): string {
  const [, said, hint = ''] = /^(?:error: )?([^]*?)(\n\(Did you mean [^\n]*\))?\n?$/.exec(text) ?? [];
  return [`ecs-why: ${flat(said ?? text)}`, ...hint && [flat(hint)]].join('\n') + '\n';
}

function examples(...lines: readonly (readonly [string, string?])[]): string {
  const width = lines.reduce((most, [command, why]) => (why ? Math.max(most, command.length) : most), 0);
  const shown = lines.map(([command, why]) => (why ? `  $ ${command.padEnd(width)}  # ${why}` : `  $ ${command}`));
  return ['', lines.length > 1 ? 'Examples:' : 'Example:', ...shown].join('\n');
}

function repeated(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
