import { judge, play, playAll } from './play';
import { serviceFirst } from './scenarios/service-first';

playAll(serviceFirst);

// The rollback of a create deletes the function. By default the lab deletes it at once; here it has another second for its last look.
const creates = serviceFirst.scenarios.filter(({ expect: { status } }) => status === 'ROLLBACK_COMPLETE');
test.each(creates.map((scenario) => [scenario.name, scenario] as const))('%s, while the function is gone a second later', async (_, scenario) => {
  const { world, expect: { also } } = scenario;
  const outcome = await play({ ...scenario, world: { ...world, switches: { ...world?.switches, deletionTakesEffect: 'a-second-later' } } });
  judge(scenario, outcome);
  await also?.(outcome);
});
