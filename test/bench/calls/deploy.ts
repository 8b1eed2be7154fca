import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { BASE, Layout, serviceId, stackName, synthesize } from './app';
import { AWS_RATES } from '../../../src/lab/aws-rates';
import { createLab, Lab, OperationResult, RecordedCall } from '../../../src/lab/lab';
import { Scenario, TaskRule } from '../../../src/lab/world';
import { Dice } from '../../soak/dice';
import { conclusiveMoment, Decisive } from '../conclusive';

/** A service that fails, and what proves it. */
export interface Broken {
  readonly name: string;
  readonly decisive: Decisive;
  readonly rule: TaskRule;
}

export interface Deployed {
  readonly services: number;
  readonly calls: readonly RecordedCall[];
  readonly invocations: number;
  readonly concurrency: number;
  readonly transitions: number;
  /** Seconds from the decisive fact to the FAILED answer. */
  readonly verdicts: readonly { readonly service: string; readonly what: string; readonly seconds: number }[];
  /** Seconds from CloudFormation's completion of a service to the answer of its watch, where it came later. */
  readonly lastAnswerSeconds: number;
  /** Services of stacks in which nothing failed. */
  readonly completed: number;
}

const DIAGNOSIS = 'Custom::EcsDeploymentDiagnosis';

/** Deploys all stacks at the same moment, under the rates that AWS publishes. `broken`: which service fails, by its number. */
export async function deployAtOnce(
  layout: Layout, broken: (service: number) => Broken | undefined, lambdaConcurrency?: number,
): Promise<Deployed> {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-calls-'));
  const services = Array.from({ length: layout.stacks * layout.servicesPerStack }, (_, i) => i);
  const rules = Object.fromEntries(services.map((service) => [serviceId(service), { rules: [ruleOf(service, broken(service))] }]));
  const switches = { logs: { lateness: [LATENESS, LATENESS] as const } };
  const scenario: Scenario = { scenario: 1, seed: 11, services: rules, lambdaConcurrency, switches };
  const lab = await createLab({ scenario, rates: AWS_RATES });
  try {
    synthesize(layout, outdir);
    await lab.deploy({ assembly: outdir, stackName: BASE });
    const stacks = Array.from({ length: layout.stacks }, (_, stack) => ({ assembly: outdir, stackName: stackName(stack) }));
    const known = lab.calls.length;
    const results = await lab.deployAll(stacks);
    const resultOf = (service: number) => results[Math.floor(service / layout.servicesPerStack)];
    return {
      services: services.length,
      calls: lab.calls.slice(known),
      invocations: lab.lambdaLogLines().filter((line) => line.startsWith('START RequestId')).length,
      concurrency: lab.functions.peak,
      transitions: lab.states.transitions(),
      verdicts: services.flatMap((service) => verdictOn(service, broken(service), lab, resultOf(service))),
      lastAnswerSeconds: Math.max(0, ...results.flatMap(answersAfterCompletion)),
      completed: results.filter(({ stackStatus }) => stackStatus === 'CREATE_COMPLETE').length * layout.servicesPerStack,
    };
  } finally {
    await lab.close();
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Seconds until log lines can be read: the middle of what the lab draws. */
export const LATENESS = 3;

/** Services do not start in step. */
function ruleOf(service: number, broken: Broken | undefined): TaskRule {
  const dice = new Dice(service);
  const slow = { provisioning: dice.between(8_000, 25_000) / 1000, pending: dice.between(8_000, 40_000) / 1000 };
  return { ...broken?.rule, slow };
}

/** If another service of the stack failed first, CloudFormation cancels the rest, and there is no further verdict. */
function verdictOn(service: number, broken: Broken | undefined, lab: Lab, { events, startedAt }: OperationResult): Deployed['verdicts'] {
  if (!broken) return [];
  const failure = events.find(({ resourceType, logicalId, status, reason }) => (
    resourceType === DIAGNOSIS && logicalId.startsWith(serviceId(service)) && status.endsWith('_FAILED') && reason?.includes('Message returned: ')
  ));
  const stops = lab.taskStops().filter(({ group }) => group === `service:${serviceId(service)}`);
  const moment = conclusiveMoment(stops, broken.decisive);
  if (!failure || moment === undefined) return [];
  return [{ service: serviceId(service), what: broken.name, seconds: (startedAt - moment) / 1000 + failure.seconds }];
}

function answersAfterCompletion({ events }: OperationResult): number[] {
  const done = (type: string) => events.filter(({ resourceType, status }) => resourceType === type && status === 'CREATE_COMPLETE');
  return done('AWS::ECS::Service').flatMap(({ logicalId, seconds }) => {
    const id = logicalId.slice(0, serviceId(0).length);
    const answer = done(DIAGNOSIS).find((event) => event.logicalId.startsWith(id));
    return answer ? [answer.seconds - seconds] : [];
  });
}

