import { infrastructureRule } from '../infrastructure';

export const spotInterruption = infrastructureRule({
  id: 'spot-interruption',
  title: 'Spot capacity was reclaimed',
  headline: 'AWS took back the Spot capacity of the task',
  fix: 'wait for the replacement; keep a base of on-demand tasks:'
    + ' capacityProviderStrategies: [{ capacityProvider: \'FARGATE\', base: 1 }, …]',
});
