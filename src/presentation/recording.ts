import { ANY_JSON, COMMANDS, HIDDEN, isShown, isShownWord, withoutRandom } from './hidden-fields';
import { redacted, Redactors } from './own-patterns';
import { wellFormed } from './plain';
import { isSecretValue, MASK } from './redact';
import { looksRandom } from './redaction/values';
import { givenIn } from '../diagnosis/given';
import { Frame, LogLine, Recording } from '../facts/model';

export interface RecordingOptions {
  /** The user's own patterns to remove. */
  readonly patterns?: readonly string[];
  /** Names whose values are kept: of a value (`splunk-url`, `team`), or of a member that has many (`tags`). See `HIDDEN`. */
  readonly keep?: readonly string[];
}

/** Time for the user's patterns. A text that takes longer is masked. */
const MATCH_MS = 10_000;

/**
 * A recording that can be shown to strangers: no secrets, no account numbers, and of the values that people write freely only those that a
 * diagnosis needs. `provenance.hidden` counts what is left out. Equal account numbers stay equal, so that an image or a role of another
 * account can still be recognised.
 */
export function redactRecording(recording: Recording, { patterns, keep = [] }: RecordingOptions = {}): Recording {
  const given = recording.frames.flatMap(givenIn).filter(({ name }) => !keep.includes(name));
  const make = (redactors: Redactors) => new Cleaning(redactors, keep).recording(recording);
  return redacted(patterns, MATCH_MS, make, { apart: true, given }).made;
}

/** As the diagnosis parts the lines of an event: a terminal writes over what is before a return. */
const END_OF_LINE = /(\r\n|[\n\r\u2028\u2029])/;

/** Where a value is. */
interface Place {
  /** Names of the members and items from the frame on. */
  readonly path: string;
  /** Its own name; items of a list have the name of the list. */
  readonly name: string;
  /** The member of `HIDDEN` that it is in. */
  readonly field?: string;
  /** It is an item of a list, and may be a name with its value. */
  readonly isItem?: boolean;
}

class Cleaning {
  private readonly accounts = new Map<string, string>();
  /** Paths of hidden values, by the member that they are in. Most values are in every frame, and count once. */
  private readonly hidden = new Map<string, Set<string>>();

  private readonly keep: ReadonlySet<string>;

  constructor(private readonly redactors: Redactors, keep: readonly string[]) {
    this.keep = new Set(keep.filter((name) => !isOfPair(name)));
  }

  public recording(recording: Recording): Recording {
    const frames = recording.frames.map((frame) => this.frame(frame));
    const hidden = Object.fromEntries([...this.hidden].map(([field, paths]) => [field, paths.size]));
    return { ...recording, ...(this.hidden.size && { provenance: { ...recording.provenance, hidden } }), frames };
  }

  private frame(frame: Frame): Frame {
    const { logs, ...facts } = frame;
    // overrides of a task may have environment variables, too
    const tasks = facts.tasks?.map((task) => ({ ...task, overrides: undefined }));
    const clean = this.value({ ...facts, ...(tasks && { tasks }) }, { path: '', name: '' }) as Frame;
    if (logs === undefined) return clean;
    return { ...clean, logs: logs && this.keyed(logs, (of) => this.keyed(of, (events) => this.stream(events))) };
  }

  private keyed<T, R>(record: { readonly [key: string]: T }, made: (value: T) => R): { readonly [key: string]: R } {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [this.key(key), made(value)]));
  }

  /** A key can be what somebody else wrote, as the name of a container is. Members of AWS are of letters. */
  private key(key: string): string {
    if (/^[A-Za-z]+$/.test(key)) return key;
    const shown = this.redactors.redact(key);
    if (shown !== key) this.count('texts', key);
    return this.anonymous(shown);
  }

  /** CloudWatch Logs has each line of a private key as an event of its own, so all events are read together. */
  private stream(events: readonly LogLine[]): readonly LogLine[] {
    const texts = events.map(({ message }) => (message ?? '').split(END_OF_LINE));
    const before = texts.flatMap((parts) => parts.filter((_, i) => i % 2 === 0));
    const lines = this.redactors.together(before);
    let at = 0;
    return events.map((event, i) => {
      const made = texts[i].map((part, n) => {
        if (n % 2) return part;
        if (lines[at] !== before[at]) this.count('texts', `log ${before[at]}`);
        return lines[at++];
      });
      return event.message === undefined ? event : { ...event, message: this.anonymous(made.join('')) };
    });
  }

  private value(value: unknown, place: Place): unknown {
    const { path, field } = place;
    if (typeof value === 'string') return this.text(value, place);
    if (typeof value === 'number' && field !== undefined) return this.text(String(value), place) === String(value) ? value : MASK;
    if (Array.isArray(value)) {
      if (field === undefined && isWords(value)) return this.words(value, path, COMMANDS.has(place.name));
      // The lists of names and values that AWS has; what is deeper in a hidden member is of unknown form.
      const isItem = field === undefined || (field === place.name && field !== ANY_JSON);
      return value.map((item, i) => this.value(item, { ...place, path: `${path}[${nameOf(item) ?? i}]`, isItem }));
    }
    if (typeof value !== 'object' || value === null) return value;
    const name = place.isItem ? nameOf(value) : undefined;
    const whole = field === undefined ? this.whole(value, path) : {};
    return Object.fromEntries(Object.entries(value).map(([key, item]) => {
      if (Object.prototype.hasOwnProperty.call(whole, key)) return [key, whole[key]];
      const isValue = name !== undefined && VALUES.has(key);
      const below = { path: `${path}.${key}`, name: isValue ? name : key, field: this.fieldOf(key, place) };
      return [this.key(key), this.value(item, below)];
    }));
  }

  /** The member of `HIDDEN` that a value is in. In a list of names and values, the names are shown. */
  private fieldOf(key: string, { field, isItem }: Place): string | undefined {
    if (this.keep.has(key) || (isItem && NAMES.has(key))) return undefined;
    return field ?? (HIDDEN.has(key) ? key : undefined);
  }

  private text(text: string, { path, name, field }: Place): string {
    if (!this.keep.has(name)) {
      if (field !== undefined && !isShown(field, name, text)) return this.hide(field, path);
      if (isSecretValue({ name, value: text }) || (VALUE_FROM.test(path) && !isReference(text))) return this.hide('by name', path);
    }
    // of a subnet: whether it is that of the service shows if others share it
    if (name === 'OwnerId' && /^\d{12}$/.test(text)) return this.standIn(text);
    const shown = this.redactors.redact(text);
    if (shown !== text) this.count('texts', text);
    return this.anonymous(shown);
  }

  private hide(field: string, path: string): string {
    this.count(field, path);
    return MASK;
  }

  private count(field: string, what: string): void {
    this.hidden.set(field, (this.hidden.get(field) ?? new Set()).add(what));
  }

  private words(command: readonly string[], path: string, isCommand: boolean): readonly string[] {
    return this.redactors.words(command).map((shown, i) => {
      if (shown !== command[i]) this.count('texts', `${path} ${i}`);
      if (!isCommand || this.keep.has('command')) return this.anonymous(shown);
      if (shown !== MASK && !isShownWord(shown)) return this.hide('command', `${path} ${i}`);
      const sure = withoutRandom(shown, MASK);
      if (sure !== shown) this.count('command', `${path} ${i}`);
      return this.anonymous(sure);
    });
  }

  /** A container runs both as one command: an option can be the last word of the first and its value the first of the other. */
  private whole(value: object, path: string): { readonly [key: string]: readonly string[] } {
    const { entryPoint, command }: { readonly entryPoint?: unknown; readonly command?: unknown } = value;
    if (!isWords(entryPoint) || !isWords(command)) return {};
    const made = this.words([...entryPoint, ...command], `${path}.command`, true);
    return { entryPoint: made.slice(0, entryPoint.length), command: made.slice(entryPoint.length) };
  }

  /** Account numbers are in ARNs and in host names of registries; other numbers of twelve digits stay. */
  private anonymous(text: string): string {
    const standIn = (account: string) => this.standIn(account);
    return wellFormed(text
      .replace(/(\barn:[\w-]+:[\w-]*:[\w-]*:)(\d{12})(?=:)/g, (_, head: string, account: string) => head + standIn(account))
      .replace(/\b(\d{12})(?=\.dkr\.ecr[.-])/g, standIn)
      .replace(/(\bUser: |account[ :=]+)(\d{12})\b/gi, (_, head: string, account: string) => head + standIn(account)));
  }

  private standIn(account: string): string {
    const known = this.accounts.get(account) ?? String(this.accounts.size + 1).repeat(12).slice(0, 12);
    this.accounts.set(account, known);
    return known;
  }
}

/** AWS writes maps as lists of such pairs, too: `{ name, value }`, `{ key, value }`. */
const NAMES: ReadonlySet<string> = new Set(['name', 'Name', 'key', 'Key', 'namespace']);
const VALUES: ReadonlySet<string> = new Set(['value', 'Value']);

/** Is it the name of a member that every such pair has? To keep it would keep all values. */
export function isOfPair(name: string): boolean {
  return NAMES.has(name) || VALUES.has(name);
}

/** ARN of a secret or a parameter, or the name of a parameter (Systems Manager API Reference, PutParameter). People write the secret. */
function isReference(text: string): boolean {
  return text.startsWith('arn:') || (/^[\w./-]+$/.test(text) && !looksRandom(text, false));
}

const VALUE_FROM = /\.secret(?:s|Options)\[[^\]]*\]\.valueFrom$/;

/** The name of an item of such a list. */
function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const [, name] = Object.entries(item).find(([key]) => NAMES.has(key)) ?? [];
  return typeof name === 'string' ? name : undefined;
}

function isWords(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every((item) => typeof item === 'string');
}
