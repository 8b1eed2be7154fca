import type { FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { Duration } from 'aws-cdk-lib';
import type { DiagnosedFargateServiceProps } from '../../../src';
import { CauseId } from '../../../src/contract';
import { callFake } from '../../../src/lab/world';
import { stopDeployment } from '../people';
import { crash, imageGone, inOperation, silentCrash } from '../rules';
import { Expectation, Family, Outcome, Scenario } from '../scenario';
import { Version } from '../shop';

const NEW = '1.42.0';
/** CloudFormation sees ECS's verdict before the next look of the watch. */
const world: Scenario['world'] = { switches: { serviceStabilityCheckedEvery: 0.25 } };

/** A diagnosis that would wait for more failed tasks than there are. */
const patient = (more: Partial<DiagnosedFargateServiceProps> = {}, version: Version = {}): Version => ({
  ...version, service: { diagnosis: { failureThreshold: 50 }, ...more },
});
const counted = (Value: number): Version['overrides'] => ({
  'DeploymentConfiguration.DeploymentCircuitBreaker': { Enable: true, Rollback: true, ThresholdConfiguration: { Type: 'COUNT', Value } },
});

/** CloudFormation may need seconds to cancel, and the watch looks every five. */
const WITHIN_SECONDS = 10;

/** The log has the whole message, from the headline to the log stream, seconds after the operation has turned back. */
const diagnosed = (cause: CauseId, more: Partial<Expectation> = {}) => ({
  log: new RegExp(`^Shop/Api: diagnosis:\\n.*\\[${cause}\\]\\n(.*\\n)+?fix: .* \\(at Shop/Api\\)\\n(.*\\n)+?CloudWatch Log Stream: .*$`, 'm'),
  also: (outcome: Outcome) => {
    const turned = outcome.result.events.find((e) => /ROLLBACK_IN_PROGRESS/.test(e.status))?.seconds ?? NaN;
    expect(loggedAt(outcome, 'Shop/Api: diagnosis:') - turned).toBeLessThanOrEqual(WITHIN_SECONDS);
  },
  ...more,
});

/** Seconds after the operation began; the last time. */
function loggedAt({ lab, result }: Outcome, line: string): number {
  const times = lab.functions.logGroups().flatMap((logGroupName) => {
    const found: FilterLogEventsResponse['events'] = [];
    for (let nextToken: string | undefined, first = true; first || nextToken; first = false) {
      const page = callFake(lab.world, 'logs', 'FilterLogEvents', { logGroupName, nextToken }) as FilterLogEventsResponse;
      found.push(...page.events ?? []);
      nextToken = page.nextToken;
    }
    return found.filter(({ message }) => message === line).map(({ timestamp }) => timestamp ?? NaN);
  });
  return (Math.max(...times) - result.startedAt) / 1000;
}

const inCreate = { status: 'ROLLBACK_COMPLETE', first: 'service' } as const;
const inUpdate = { status: 'UPDATE_ROLLBACK_COMPLETE', first: 'service' } as const;

export const serviceFirst: Family = {
  title: 'The service fails first',
  scenarios: [
    {
      name: 'circuit breaker at create',
      happens: 'ECS gives up after three failed tasks; CloudFormation ignores the diagnosis, which is in the log',
      world,
      versions: [patient({ desiredCount: 3 }, { overrides: counted(3) })],
      rules: [silentCrash],
      expect: { ...inCreate, ...diagnosed('app-crashed') },
    },
    {
      name: 'circuit breaker COUNT 1 at create',
      happens: 'the first failed task is enough for ECS and for the diagnosis; both can be first, and the log has the cause',
      world,
      versions: [{ overrides: counted(1) }],
      rules: [imageGone],
      expect: { ...inCreate, first: 'either', ...diagnosed('image-not-found') },
    },
    {
      name: 'circuit breaker COUNT 1 at update',
      happens: 'the same in an update',
      world,
      versions: [{ overrides: counted(1) }, { overrides: counted(1), imageTag: NEW }],
      rules: [inOperation(2, { ...crash, when: { failFirst: 1 } })],
      expect: { ...inUpdate, first: 'either', ...diagnosed('app-config-missing') },
    },
    ...(['ROLLBACK', 'ABORT'] as const).flatMap((how, i): Scenario[] => [{
      name: `a person stops the deployment at create, ${how}`,
      happens: 'tasks have failed by then: the log has the diagnosis',
      world,
      versions: [patient()],
      rules: [silentCrash],
      meanwhile: (lab) => lab.at(61 + i, () => stopDeployment(lab, how)),
      expect: { ...inCreate, ...diagnosed('app-crashed') },
    }, {
      name: `a person stops the deployment at update, ${how}`,
      happens: 'the same in an update',
      world,
      versions: [patient(), patient({}, { imageTag: NEW })],
      rules: [inOperation(2, silentCrash)],
      meanwhile: (lab) => lab.at(61 + i, () => stopDeployment(lab, how)),
      expect: { ...inUpdate, ...diagnosed('app-crashed') },
    }]),
    {
      name: 'a person cancels the update',
      happens: 'CancelUpdateStack at 60 s, after tasks have failed',
      world,
      versions: [patient(), patient({}, { imageTag: NEW })],
      rules: [inOperation(2, silentCrash)],
      meanwhile: (lab) => lab.at(60, () => lab.engine.cancelUpdate('Shop')),
      expect: { ...inUpdate, ...diagnosed('app-crashed', { also: (outcome) => expect(loggedAt(outcome, 'Shop/Api: diagnosis:')).toBeLessThanOrEqual(60 + 20) }) },
    },
    {
      name: 'the watch is over before the service times out',
      happens: 'the diagnosis hands over after two minutes, and its log has what failed until then; ECS gives up later',
      versions: [patient({ diagnosis: { failureThreshold: 50, timeout: Duration.minutes(2) } }, { overrides: counted(12) })],
      rules: [silentCrash],
      expect: { ...inCreate, because: /the watch ends after 2 min/, ...diagnosed('app-crashed') },
    },
    {
      name: 'nothing has failed when a person stops it',
      happens: 'StopServiceDeployment at 50 s: there is nothing to diagnose, and the log has no diagnosis',
      world,
      versions: [patient()],
      rules: [{ slow: { pending: 120 } }],
      meanwhile: (lab) => lab.at(50, () => stopDeployment(lab, 'ROLLBACK')),
      expect: { ...inCreate, also: ({ log }) => expect(log).not.toMatch(/: diagnosis:$/m) },
    },
  ],
};
