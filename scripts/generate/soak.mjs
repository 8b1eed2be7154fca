/** The result of a long soak, from docs/soak.json: its date (ISO 8601), the commit, the seeds and the number of runs with each fault. */
export function soakText({ date, commit, seeds, faults }) {
  const day = new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return [
    `The result of seeds ${seeds.first} to ${seeds.last}, played on ${day} at commit ${commit}:`,
    '', '```json', JSON.stringify(faults), '```', '',
  ].join('\n');
}
