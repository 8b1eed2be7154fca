import { AWS_TEXTS, CHECK_OTHERWISE, CHECK_TEXTS, TARGET_TEXTS } from './aws-texts';
import { isOrdinary } from './ordinary';
import { causeIn, causeInRows } from './table';
import { CauseId } from '../../contract';
import { TargetHealthDescription } from '../../facts/model';
import { oncePer } from '../read/memo';
import { Source, Statement } from '../read/statements';
import { normalise } from '../text';

/** CloudFormation's classes of handler errors (CloudFormation CLI guide, handler error codes). They count if no row claims the words. */
export const BY_HANDLER_CODE: { readonly [code: string]: CauseId | undefined } = {
  InvalidRequest: 'service-definition-invalid',
  AlreadyExists: 'service-definition-invalid',
  NotFound: 'service-definition-invalid',
  NotUpdatable: 'service-definition-invalid',
  AccessDenied: 'role-permission-denied',
  InvalidCredentials: 'role-permission-denied',
  UnauthorizedTaggingOperation: 'role-permission-denied',
  Throttling: 'throttled',
  NotStabilized: 'deployment-timeout-generic',
  ServiceInternalError: 'internal-error',
  InternalFailure: 'internal-error',
};

/** Every fault of both kinds begins with "unable to pull secrets or registry auth", so these words show no cause. */
function withoutPreamble(text: string): string {
  return text.replace(/unable to (pull|retrieve) secrets? or registry auth(entication)?:?/gi, '').trim();
}

/** Without the name of the service, which shows no cause: a service may be called "maintenance" or "env-files". */
function withoutNames(text: string): string {
  return text.replace(/\(service [\w.-]{1,255}(?=[,)])/g, '(service');
}

/**
 * The cause that a text of AWS (normalised) supports by its words; undefined for ordinary messages and for texts that no row claims.
 * `from`: where AWS put it; default: unknown, so that all sections are asked.
 */
export function causeOfAwsText(text: string, from?: Source): CauseId | undefined {
  return isOrdinary(text) ? undefined : causeIn(AWS_TEXTS, withoutNames(text), withoutPreamble, from);
}

/** The same of a statement, whose source can show more than its words. */
export const causeOfStatement = oncePer(({ from, text }: Statement): CauseId | undefined => (
  causeOfAwsText(text, from) ?? (from === 'operation' ? BY_HANDLER_CODE[/HandlerErrorCode: ?(\w+)/i.exec(text)?.[1] ?? ''] : undefined)));

/** The cause that a text (normalised) about the state of a target supports. */
export function causeOfTargetText(text: string): CauseId | undefined {
  return causeInRows(TARGET_TEXTS, text);
}

/** The same of one target. */
export function causeOfTarget({ TargetHealth: health }: TargetHealthDescription): CauseId | undefined {
  return causeOfTargetText(normalise(`${health?.Reason ?? ''} ${health?.Description ?? ''}`));
}

/** How the check failed that a text (normalised) speaks of. */
export function causeOfFailedCheck(text: string): CauseId {
  return causeInRows(CHECK_TEXTS, text) ?? CHECK_OTHERWISE;
}
