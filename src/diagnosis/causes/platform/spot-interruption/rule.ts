import { infrastructureRule } from '../infrastructure';

export const spotInterruption = infrastructureRule({
  id: 'spot-interruption',
  title: 'Spot capacity was reclaimed',
  headline: 'Spot capacity was taken back by AWS',
  fix: 'wait for the replacement; keep a base on demand: capacityProviderStrategies: [{ capacityProvider: \'FARGATE\', base: 1 }, …]',
});
