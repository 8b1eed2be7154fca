import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeServiceDeploymentsCommand, Task } from '@aws-sdk/client-ecs';
import { GOOD, service } from '../apps';
import { Aws, isNamed } from '../aws';
import { Kit } from '../kit';
import { serviceArn, serviceLook, tasksOf } from '../looks';
import { liveTest } from '../model';
import { checked, settled } from '../questions';
import { eventsOf } from '../stacks';

const TASKS = 10, LINES = ['one', 'two', 'three'];
/** Seconds after the stop of a task. */
const AGES = [5, 60, 300];
const MAX_PAGES = 10, EVERY_MS = 5000, MAX_MS = 15 * 60_000;

/** The newest page of a log stream, then page after page along `nextBackwardToken`. */
interface Read {
  readonly task: string;
  /** Seconds after the stop at which it was due. */
  readonly age: number;
  /** Lines in the first page; -1: there is no such stream. */
  readonly firstPage: number;
  readonly pages: number;
  readonly lines: number;
}

interface Recording {
  readonly reads: readonly Read[];
  /** Tasks that were RUNNING before they stopped. */
  readonly ran: number;
  readonly maxFailedTasks: number;
  readonly maxFailureCount: number;
}

export const l5 = liveTest<Recording>({
  id: 'L5',
  title: 'Log lines of ten tasks that exit',
  minutes: 8,
  dollars: 0.02,
  settles: 'empty pages of GetLogEvents; whether an exit after RUNNING counts for failedTasks and the circuit breaker',
  run: async (kit) => {
    let cluster = '';
    // Without rollback the service and its log stay until the last read.
    const { stackId } = await kit.create({ name: 'l5', rollback: false, build: (stack, base) => {
      ({ cluster } = base);
      const prints = LINES.map((line) => `echo ${line}`).join('; ');
      service(stack, base, {
        id: 'L5',
        tag: GOOD,
        isPlain: true,
        container: { entryPoint: ['sh', '-c'], command: [`${prints}; sleep 10; exit 1`] },
        service: { desiredCount: TASKS },
      });
    } });
    return record(kit, stackId, cluster);
  },
  judge: ({ reads, ran, maxFailedTasks, maxFailureCount }) => {
    const of = (age: number) => reads.filter((read) => read.age === age);
    const share = (age: number) => `${of(age).filter(({ firstPage }) => firstPage <= 0).length} of ${of(age).length} after ${age} s`;
    const complete = of(AGES[2]).filter(({ lines }) => lines >= LINES.length);
    const pages = reads.filter(({ lines }) => lines >= LINES.length).map((read) => read.pages);
    return [
      settled('How many first pages from the end are empty', reads.length ? AGES.map(share).join(', ') : undefined),
      settled('Pages until all lines are read', pages.length ? `${Math.min(...pages)} to ${Math.max(...pages)}` : undefined),
      checked(`All lines are read ${AGES[2]} s after the stop, at most ${MAX_PAGES} pages from the end`,
        of(AGES[2]).length ? complete.length === of(AGES[2]).length : undefined, `${complete.length} of ${of(AGES[2]).length} tasks`),
      settled('Whether an exit after RUNNING counts',
        ran ? `of ${ran} such tasks, failedTasks counted ${maxFailedTasks}, the circuit breaker ${maxFailureCount}` : undefined),
    ];
  },
});

async function record(kit: Kit, stackId: string, cluster: string): Promise<Recording> {
  const { aws, time } = kit;
  const reads: Read[] = [];
  let tasks: readonly Task[] = [];
  let ran = 0, maxFailedTasks = 0, maxFailureCount = 0;
  const end = time.now() + MAX_MS;
  while (reads.length < TASKS * AGES.length && time.now() < end) {
    const events = await eventsOf(aws, stackId);
    const group = events.find(({ type, physicalId }) => type === 'AWS::Logs::LogGroup' && physicalId)?.physicalId;
    const arn = serviceArn(events);
    if (group && arn) {
      const look = await serviceLook(aws, cluster, arn);
      maxFailedTasks = Math.max(maxFailedTasks, ...look.deployments.map(({ failedTasks }) => failedTasks));
      maxFailureCount = Math.max(maxFailureCount, await failureCount(aws, look.serviceDeployments[0]?.arn));
      tasks = (await tasksOf(aws, cluster, arn)).filter(({ stoppedAt }) => stoppedAt)
        .sort((a, b) => Number(a.stoppedAt) - Number(b.stoppedAt)).slice(0, TASKS);
      ran = tasks.filter(({ startedAt }) => startedAt).length;
      for (const { taskArn, stoppedAt } of tasks) {
        const task = idOf(taskArn);
        const due = AGES.filter((age) => time.now() >= Number(stoppedAt) + age * 1000 && !isRead(reads, task, age));
        for (const age of due) reads.push({ task, age, ...await tail(aws, group, `live/app/${task}`) });
      }
    }
    // Once all have stopped, nothing happens until the next read is due.
    const next = tasks.length < TASKS ? 0 : Math.min(end, ...tasks.flatMap((task) => dueTimes(task, reads)));
    if (reads.length < TASKS * AGES.length) await time.sleep(Math.max(EVERY_MS, next - time.now()));
  }
  return { reads, ran, maxFailedTasks, maxFailureCount };
}

const idOf = (arn: string | undefined) => String(arn).split('/').pop() ?? '';
const isRead = (reads: readonly Read[], task: string, age: number) => reads.some((read) => read.task === task && read.age === age);

function dueTimes({ taskArn, stoppedAt }: Task, reads: readonly Read[]): readonly number[] {
  return AGES.filter((age) => !isRead(reads, idOf(taskArn), age)).map((age) => Number(stoppedAt) + age * 1000);
}

async function failureCount({ ecs }: Aws, arn: string | undefined): Promise<number> {
  if (!arn) return 0;
  const { serviceDeployments: [found] = [] } = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }));
  return found?.deploymentCircuitBreaker?.failureCount ?? 0;
}

async function tail({ logs }: Aws, logGroupName: string, logStreamName: string): Promise<Pick<Read, 'firstPage' | 'pages' | 'lines'>> {
  let firstPage = 0, pages = 0, lines = 0;
  let nextToken: string | undefined;
  try {
    while (pages < MAX_PAGES && lines < LINES.length) {
      const page = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, limit: 100, startFromHead: false, nextToken }));
      const found = page.events?.length ?? 0;
      pages++;
      if (pages === 1) firstPage = found;
      lines += found;
      // At the end of the stream the token is that of the request.
      if (page.nextBackwardToken === nextToken) break;
      nextToken = page.nextBackwardToken;
    }
    return { firstPage, pages, lines };
  } catch (error) {
    if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    return { firstPage: -1, pages, lines };
  }
}
