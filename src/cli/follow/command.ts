import { Followings, FollowRequest, FollowPorts, followServices } from './follow';
import { lineOutput, teller, textAboveView } from './lines';
import { Followed, FollowNews, FollowOutput, Outcome } from './model';
import { newsJson } from './news-json';
import { reachedBy } from './outcome';
import { junitCases, reportsOf } from './reports';
import { servicesMeant } from './services';
import { followView, reasonsNothingWasRead, shortName } from './text';
import { DEFAULT_TIMEOUT_SECONDS, wantedDeployment } from './wanted';
import { Frame } from '../../facts/model';
import { jsonLine } from '../../presentation/foreign';
import { JunitCase, JunitResult } from '../../presentation/junit-xml';
import { clusterName, serviceAddress } from '../aws/where';
import { Ended, EXIT } from '../exit';
import { interruptible } from '../interrupt';
import { FollowCommandOptions, formatOf, FormatOptions } from '../options';
import { outcomeOfExit } from '../output/github';
import { processTerminal, Terminal } from '../output/terminal';
import { countsOf } from '../service-state';
import { sleep } from '../sleep';
import { steadyClock } from '../steady-clock';
import { checkFiles, End, publish, saveFrames } from '../watch/files';
import { keepFrames } from '../watch/frames';
import { isLive, openLive } from '../watch/live-region';
import { countsText, stopKeys } from '../watch/service-text';

/**
 * `ecs-why follow CLUSTER SERVICE`, for a deployment that no CloudFormation stack waits for. The files of this folder:
 *
 *   command ── services   which services the arguments mean
 *      ├────── wanted     which deployment the options name
 *      │
 *      └──── follow      looks until each deployment is over:
 *              │ look      one look at one service: facts -> diagnosis -> decision
 *              │ advance   a look and what was known -> what is known now, and news about it; pure:
 *              │             phases    how far the deployment is
 *              │             outcome   whether it is over, and with which exit code
 *              │ ask       --on-failure: StopServiceDeployment
 *              │
 *              └─ FollowOutput.print(news), .show(state): lines (news-json), or the live view of `ecs-why watch`
 *
 * `text` has the texts; `reports` has what remains at the end.
 */
export async function follow(
  cluster: string | undefined, service: string | undefined, options: FollowCommandOptions, left?: AbortSignal,
): Promise<number> {
  const terminal = processTerminal(options.color);
  await checkFiles(options);
  const startedAt = new Date().toISOString();
  return interruptible((signal) => followBeside(cluster, service, options, terminal, signal).catch(async (error: unknown) => {
    // A CI job collects these files, and a program reads the last line, also where nothing was followed.
    if (error instanceof Ended) await unfollowed(cluster, service, error, { options, startedAt, terminal });
    throw error;
  }), left);
}

/** By exit code. */
const EARLY_ENDS: { readonly [code: number]: Outcome | undefined } = { [EXIT.notFound]: 'none', [EXIT.credentials]: 'denied' };

/** What remains of an end before the first look: the last line of `--json`, and a case for each service that was named. */
async function unfollowed(
  cluster = '', service: string | undefined, { code, message }: Ended,
  { options, startedAt, terminal }: { readonly options: FollowCommandOptions; readonly startedAt: string; readonly terminal: Terminal },
): Promise<void> {
  if (formatOf(options) === 'json') {
    const end: FollowNews = { kind: 'end', at: new Date().toISOString(), exitCode: code, text: message };
    terminal.out(jsonLine(newsJson(end, { startedAt })));
  }
  const type = EARLY_ENDS[code] ?? 'not-read';
  const result: JunitResult = code === EXIT.interrupted ? { kind: 'skipped', message } : { kind: 'error', message, type };
  const cases = placesNamed(cluster, options.services ?? [service]).map((place): JunitCase => ({ ...place, result }));
  await publish({ reports: [], cases, nothing: [message], startedAt, outcome: outcomeOfExit(code) }, options, terminal);
}

/** Suite and name of the cases of services that nobody has looked up. One that is not named is that of the whole cluster. */
function placesNamed(cluster: string, services: readonly (string | undefined)[]): readonly Pick<JunitCase, 'suite' | 'name'>[] {
  return services.map((service) => {
    const { cluster: suite, service: name } = serviceAddress(cluster, service) ?? { cluster: clusterName(cluster), service };
    return { suite, name: name ?? suite };
  });
}

async function followBeside(
  cluster: string | undefined, service: string | undefined, options: FollowCommandOptions, terminal: Terminal, signal: AbortSignal,
): Promise<number> {
  const clock = { now: steadyClock(), sleep: (ms: number) => sleep(ms, signal), signal };
  const { aws, services, wholeCluster } = await servicesMeant(cluster, service, options, { ...clock, tell: teller(terminal) });
  const ports: FollowPorts = { aws, ...clock, sleep };
  const { until, onFailure, timeout = DEFAULT_TIMEOUT_SECONDS, interval } = options;
  const request: FollowRequest = {
    services, wholeCluster, ...wantedDeployment(options, ports.now(), wholeCluster !== undefined), until, onFailure, timeout, interval,
  };
  const frames = keepFrames();
  const output = await outputFor(options, terminal);
  try {
    const followings = await followServices(request, ports, options.record ? recording(output, frames) : output);
    output.close();
    await publish(endOf(followings), options, terminal);
    await saveFrames(options, frames.recordings(), terminal);
    // As the other commands do. On a terminal the last line says it already.
    if (!(terminal.tty && process.stderr.isTTY)) for (const line of reasonsNothingWasRead(followings)) terminal.err(`ecs-why: ${line}`);
    return followings.exitCode;
  } catch (error) {
    output.close();
    throw error;
  }
}

export async function outputFor(options: FormatOptions, terminal: Terminal): Promise<FollowOutput> {
  if (!isLive(options, terminal)) return lineOutput(terminal, formatOf(options));
  return openLive(terminal, { text: textAboveView(terminal), view: followView });
}

/** The same output, which also keeps a frame for each change. */
function recording(output: FollowOutput, { keep }: Pick<ReturnType<typeof keepFrames>, 'keep'>): FollowOutput {
  return {
    ...output,
    show: (state, now) => {
      for (const followed of state.services.values()) {
        if (followed.frame) keep(`${followed.cluster}-${shortName(followed)}`, followed.frame, markOf(followed, followed.frame));
      }
      output.show(state, now);
    },
  };
}

/** Equal marks: nothing has changed that a recording should show. */
function markOf({ phases, decision, ending }: Followed, frame: Frame): string {
  return [countsText(countsOf(frame)), ...stopKeys(frame), ...phases, decision?.kind, ending?.outcome].join(' ');
}

function endOf({ state, exitCode }: Followings): End {
  const nothing = [...state.services.values()]
    .map((followed) => `${shortName(followed)}: ${followed.ending?.because || 'no deployment could be read'}`);
  const outcome = outcomeOfExit(exitCode, reachedBy([...state.services.values()]));
  return { reports: reportsOf(state), cases: junitCases(state), nothing, startedAt: state.startedAt, outcome };
}
