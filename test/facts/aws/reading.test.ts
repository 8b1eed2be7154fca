import { Reading } from '../../../src/facts/aws/reading';

test('an answer that is not of AWS is called so, without the note of the SDK for programmers', async () => {
  const reading = new Reading();
  const note = 'Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.';
  const page = Object.assign(new SyntaxError(`Unexpected token '<', "<!doctype "... is not valid JSON\n  ${note}`), { $metadata: { httpStatusCode: 500 } });
  let calls = 0;
  const read = async () => {
    calls++;
    throw page;
  };
  expect(await reading.attempt('service deployments', read)).toBeUndefined();
  expect(calls).toBe(3);
  expect(reading.unavailable).toEqual([{
    what: 'service deployments', error: 'SyntaxError',
    message: 'the answer (HTTP 500) is not one of AWS: Unexpected token \'<\', "<!doctype "... is not valid JSON',
  }]);
});
