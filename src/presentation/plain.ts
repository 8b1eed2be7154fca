import { cutMiddle } from '../diagnosis/text';

/** One flat line: no newline, no control character, no direction marks. */
export function flat(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u200b\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ').replace(/ {3,}/g, '  ').trim();
}

/**
 * The CDK CLI drops every event whose reason contains the word "cancelled" (aws-cdk-cli, `isCancellationEvent`), so a message must not
 * even quote it. AWS's own texts have "request canceled" and "context cancelled".
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
