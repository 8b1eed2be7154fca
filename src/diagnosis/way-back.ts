import { formerTag } from './causes/remedy';
import { Change } from './change';
import { Cause } from './model';
import { formerImage } from './read';
import { Frame } from '../facts/model';

/** Causes that come with another build of the image. */
const OF_IMAGE = /^(?:app-(?!dependency-|killed|terminated|bind-|port-)|entrypoint-|image-platform-mismatch)/;
/** The fix has a way back already, or what is at fault is in the database, on a volume or in another member, whatever image runs. */
const SAID = /\bgo back|\bran before|\bpin the image|\bdeploy .{1,200} again and pin|^(?:take (?:the mount at|out what)|release the lock|if no task|repair the database|an earlier start|the database was|take back|let one task)/;
/** What `pinned` in the kit says while no digest is known. */
const UNKNOWN_VERSION = /; container "[^"]*" is defined as before and its tag \S+ moves: pin the version that ran, by number or digest$/;
/** It names nothing: the image that ran comes first. */
const GENERIC = /^(?:correct what|look for|read the log of)/;
const REPRODUCE = /; to reproduce it, run the image with the environment of the task definition$/;
const COMPARE = /^(look for [^;]*); .*: compare both, or go back to it$/;

/** The fix with the image that ran before, if the container got another one and none of its settings was taken or changed. */
export function withWayBack(frame: Frame, cause: Cause, changes: readonly Change[]): Cause {
  const own = changes.filter(({ container }) => container && container === cause.container);
  const isImage = ({ field }: Change) => /^image/.test(field);
  const change = own.find(isImage);
  const name = cause.container ?? undefined;
  if (!change || (!change.before && !formerImage(frame, name)) || !OF_IMAGE.test(cause.id) || own.some((one) => !isImage(one) && !/ added$/.test(one.text))) return cause;
  const back = change.before ? `pin the image that ran: ContainerImage.fromRegistry('${change.before}')`
    : `go back to ${formerTag(frame, name) ?? 'the image before'}`;
  const fix = cause.fix.replace(COMPARE, '$1').replace(UNKNOWN_VERSION, '');
  if (SAID.test(fix)) return cause;
  const isFirst = GENERIC.test(fix) && own.every(isImage);
  return { ...cause, fix: isFirst ? `${back}; or ${fix}` : `${fix.replace(REPRODUCE, '')}; or ${back}` };
}
