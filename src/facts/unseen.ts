/**
 * What a terminal obeys or no reader sees, in one place: whoever reads, matches, redacts or prints a text asks here, so that no two of them
 * see different texts.
 */

/** An escape character as loggers print it: JSON, C and Python, shells, `cat -v`, rsyslog. */
const PRINTED = String.raw`(?:\\{1,15}(?:u001[bB]|x1[bB]|033)|\\{1,15}e(?=\[)|\^\[(?=\[)|#033)`;
/** ECMA-48, 5.4: control sequences, with colours and places of the cursor. */
const CONTROL = String.raw`(?:(?:\u001b|${PRINTED})\[|\u009b)[0-?]{0,60}[ -/]{0,8}[@-~]`;
/** ECMA-48, 5.6: control strings: DCS, OSC, SOS, PM, APC, up to their end. One without an end hides nothing. */
const STRING = String.raw`(?:\u001b[P\]X^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c\n]{0,400}(?:\u0007|\u001b\\|\u009c)`;
const PRINTED_STRING = String.raw`${PRINTED}[P\]X^_][^\n"]{0,400}?(?:\\{1,15}(?:u0007|x07|007|a)|${PRINTED}\\{1,15})`;
/** ECMA-35, 13.2: choice of a character set, `ESC ( B`; two-character escapes. */
const ESCAPE = String.raw`\u001b[ -/]{1,4}[0-~]|\u001b[@-_78c]|\\{1,15}(?:u001[bB]|x1[bB]|033)[()][0-2A-Z]`;
/** Printers strike a sign over itself to make it bold, or over a line (nroff). */
const STRUCK = String.raw`(?<struck>[^\n\r])\u0008(?=\k<struck>)|_\u0008`;

/**
 * Characters without a sign of their own, as a part of a character class: controls, direction marks, tags, halves of a character,
 * variation selectors, fillers (Unicode Standard, 5.21), noncharacters (23.7). Blanks of Braille, Khitan and musical notation are signs for
 * Unicode, and nothing for the eye.
 */
export const UNSEEN_SIGNS = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{NChar}\u2800\u{16fe4}\u{1d159}`;

/**
 * Tabs and ends of lines part words, and so does the null between two variables (proc(5), /proc/PID/environ). One inside a small word does
 * so only behind a value: a null can also be in the middle of a name. It comes first in the expression, so that other signs look at
 * nothing before them.
 */
const PARTS = String.raw`[\t\n\r]|\u0000[A-Z_]\w{1,60}=|\u0000(?<==[^\s=\u0000]{0,200}\u0000)[A-Za-z_][\w.-]{0,60}=`;

/** Everything that is not seen. */
export const UNSEEN = String.raw`${CONTROL}|${STRING}|${PRINTED_STRING}|${ESCAPE}|${STRUCK}|(?!${PARTS})[${UNSEEN_SIGNS}]`;

const ALL = new RegExp(UNSEEN, 'gu');
/** Most texts have none of these signs, so each is searched once. */
const ANY = /[^\t\n\r\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]|\\u001b|\\x1b|\\033|\\e\[|\^\[\[|#033/i;

export function withoutUnseen(text: string): string {
  return ANY.test(text) ? text.replace(ALL, '') : text;
}
