import { frameOf, Given } from './given';
import { diagnose } from '../../src/diagnosis/engine';

/** Of the lines of a log, the one that has the fault leads, not one that closes the run or tells what the program does. */
const ended = (log: readonly string[], given: Given = {}, exitCode = 1) => diagnose(frameOf({
  ...given, log,
  task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
})).causes[0];

describe('the line with the fault', () => {
  test.each<[string, readonly string[], string]>([
    ['before what a program does at the level of an error',
      ['level=error msg="Unable to find the map: /maps/one.yml"', 'level=error msg="Created map at /maps/one.yml"'], 'Unable to find the map: /maps/one.yml'],
    ['before the words of HAProxy that end its workers', ['[ALERT]  (9) : no frontend has a certificate', '[ALERT]  (1) : exit-on-failure: killing every processes with SIGTERM'],
      'no frontend has a certificate'],
    ['before a line that points to it (WildFly)', ['ERROR [ctl] the name of the node is too long: 42 bytes',
      'FATAL [boot] Boot has failed in an unrecoverable manner; exiting. See previous messages for details.'], 'the name of the node is too long: 42 bytes'],
    ['beside a line that only sums up', ['[09:00:00,ERR] Invalid Configuration Encountered', '[09:00:00,ERR] A seal is required unless --open is set.'],
      'A seal is required unless --open is set.'],
    ['before a bare address', ['The replica set is REQUIRED to run this, more at', 'https://example.com/i/oplog-required'], 'The replica set is REQUIRED to run this, more at'],
    ['of an error that an empty document caused (Python)', ['Traceback (most recent call last):', 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
      '', 'The above exception was the direct cause of the following exception:', '', 'Traceback (most recent call last):', 'acme.SettingsError: error parsing variable "tulips"'],
    "SettingsError: error parsing variable 'tulips'"],
    ['without the fields of its logger', ['FTL cannot open the store: mkdir /var/lib/tulips: no space for it line=github.com/acme/x.go:33 service=store'],
      'cannot open the store: mkdir /var/lib/tulips: no space for it'],
    ['without the context of Monolog', ['[2026-11-10 16:44:39] production.ERROR: The tulip cannot be planted. {"exception":"[object] (LogicException(code: 0): The tulip cannot be planted. at /a.php:7)'],
      'The tulip cannot be planted.'],
  ])('%s', (_what, log, words) => expect(ended(log).headline).toContain(`${words}"`));

  test('an action that failed stays an error', () => {
    expect(ended(['ERROR the map has a hole', 'ERROR Loading map one: its key is not the one of the map']).headline).toContain('its key is not the one');
  });
});
