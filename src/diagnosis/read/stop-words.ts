import { alternatives } from '../text';

const STOPPING = alternatives(
  String.raw`\bsig(?:term|int)\b|shut(?:ting)?[ -]?down|\bterminat(?:ed|ing)\b|\b(?:got|received|caught) (?:a )?(?:\w+ )?signal`,
  String.raw`graceful(?:ly)? (?:stop|exit)|\bstopping\b`,
);

/** What a program logs because it is told to end: no sign that it was at work. */
export function isAboutStop(line: string): boolean {
  return STOPPING.test(line);
}
