import { StackWatch } from './model';
import { AccountApi } from '../../facts/aws/account-api';
import { Fault, faultOfError, passes } from '../aws/faults';

export interface Cancellation {
  /** The result of the request, in one line. */
  readonly text: string;
  /** Another request is not necessary or not possible. */
  readonly settled: boolean;
  /** The answer was lost: CloudFormation may have taken the request. */
  readonly unconfirmed?: boolean;
}

/** CloudFormation cancels updates only. After throttling or a network error another request is worth it. */
export async function cancel({ id, name, status }: StackWatch, aws: Pick<AccountApi, 'cancelUpdateStack'>): Promise<Cancellation> {
  if (status !== 'UPDATE_IN_PROGRESS') {
    return { settled: true, text: `the stack ${name} is in ${status}: only an update can be cancelled, so the operation continues` };
  }
  try {
    await aws.cancelUpdateStack({ StackName: id });
    return { settled: true, text: `asked CloudFormation to cancel the update of ${name} (--cancel-on-failure)` };
  } catch (error) {
    const fault = faultOfError('stack update', error);
    const why = fault.line.replace(/^stack update (not read(able)?( this time)?|could not be read): /, '');
    return passes(fault)
      ? { ...lost(fault), settled: false, text: `the update of ${name} could not be cancelled yet: ${why}; trying again` }
      : { settled: true, text: `the update of ${name} could not be cancelled: ${why}` };
  }
}

function lost({ kind }: Fault): Pick<Cancellation, 'unconfirmed'> {
  return { unconfirmed: kind === 'network' };
}
