import { OperationResult } from './result';

/** The run is worthless: the lab was asked for something that it does not play, or that AWS does not have. */
export class LabViolation extends Error {
  constructor(readonly violations: readonly string[], readonly result?: OperationResult) {
    super(`The lab cannot vouch for this run:\n${violations.join('\n')}`);
    this.name = 'LabViolation';
  }
}
