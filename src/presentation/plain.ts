import { cutMiddle } from '../diagnosis/text';
import { UNSEEN_SIGNS } from '../facts/unseen';

/** A space takes the place of what a reader does not see, so that it cannot join the two halves of a secret after the redaction. */
const UNSEEN = new RegExp(`[${UNSEEN_SIGNS}\\p{Zl}\\p{Zp}]+`, 'gu');
/** Behind a picture it only chooses between its two forms. */
const FORM_OF_PICTURE = /(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]/gu;

/**
 * Commands that a CI runner obeys in the output of a step. GitHub Actions takes `::name::` at the beginning of a line and `##[name]`
 * anywhere in it (actions/runner, ActionCommand.cs), Azure Pipelines `##vso[` (Azure DevOps documentation, logging commands), TeamCity
 * `##teamcity[` (TeamCity documentation, service messages), GitLab `section_start:time:name` (GitLab documentation, collapsible sections).
 * A window can wrap a line before any word.
 */
const AT_BEGINNING = /(?<=^|\s):(?=:[a-z][\w-]*(?:\s[^]*?)?::)/gi;
const ANYWHERE = /##(?=\w*\[)/g;
const SECTION = /section_(start|end)(?=:\d)/gi;

/**
 * The text without characters that a reader does not see and without commands for a CI runner; its lines and its blanks stay. For the last
 * door of an output: what a text from outside could do at the beginning of a line is left to `flat`.
 */
export function harmless(text: string): string {
  return text.split('\n').map(seen).join('\n');
}

/** A sign has four marks at most in any language; a tower of them covers the lines above. */
const MARKS = /(\p{M}{4})\p{M}+/gu;

function seen(line: string): string {
  return line.replace(FORM_OF_PICTURE, '').replace(MARKS, '$1').replace(UNSEEN, ' ')
    .replace(ANYWHERE, '# #').replace(SECTION, 'section $1');
}

/** One flat line: no line break, no character that a reader does not see, no command for a CI runner, and of all blanks the usual one. */
export function flat(text: string): string {
  return seen(text).replace(AT_BEGINNING, ': ').replace(/\p{Zs}/gu, ' ').replace(/ {3,}/g, '  ').trim();
}

/** The same for each line of a text. */
export function flatLines(text: string): string {
  return text.split('\n').map(flat).join('\n');
}

/**
 * The CDK CLI drops every stack event whose reason contains the word "cancelled" (aws-cdk-cli, `isCancellationEvent`), so the reason of an
 * event must not even quote it. AWS's own texts have "request canceled" and "context cancelled". Other outputs quote them as they are.
 */
export function withoutForbiddenWord(text: string): string {
  return text.replace(/cancell?ed/gi, 'aborted');
}

/**
 * ARNs keep the parts in which they differ: the kind and the end.
 * `arn:aws:iam::123456789012:role/app/Api-Role` -> `arn:...:role/app/Api-Role`.
 */
export function shortArns(text: string, max = 64): string {
  return text.replace(/\barn:[\w-]+:[\w-]+:[\w-]*:[\w*]*:([^\s'",)\]]+)/g, (_, resource: string) => `arn:...:${cutMiddle(resource, max)}`);
}

/** Half of a character becomes U+FFFD, as in `toWellFormed()`: JSON has it as `\ud83d`, which not every reader takes. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
