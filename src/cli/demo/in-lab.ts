import { accountApi } from '../../facts/aws/account';
import { AccountApi } from '../../facts/aws/account-api';
import { Lab } from '../../lab/lab';
import { FollowPorts } from '../follow/follow';
import { DemoOptions } from '../options';
import { Terminal } from '../output/terminal';

/** On a terminal, lab time is this many times faster than real time, so that a person can watch. */
const FACTOR = 10;

/** The lab accepts any. */
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'lab' };

export function labAccount({ endpoint }: Pick<Lab, 'endpoint'>): AccountApi {
  return accountApi({ endpoint, region: 'eu-west-1', credentials: CREDENTIALS }, () => AbortSignal.timeout(60_000));
}

interface LabPorts extends FollowPorts {
  sleep(ms: number): Promise<void>;
  /** Lab time no longer waits for the command. */
  leave(): void;
}

/** The outside world of a command that looks again and again, in the lab. */
export function labPorts(lab: Lab, terminal: Terminal, { json }: Pick<DemoOptions, 'json'>): LabPorts {
  const presence = lab.presence();
  return {
    aws: labAccount(lab),
    now: () => lab.clock.now(),
    sleep: async (ms: number) => {
      if (terminal.tty && !json) await new Promise((resolve) => { setTimeout(resolve, ms / FACTOR); });
      await presence.sleepUntil(lab.clock.now() + ms);
    },
    signal: new AbortController().signal,
    leave: () => presence.leave(),
  };
}
