import { guide, stated } from '../../kit';

export const firelensConfigInvalid = stated({
  id: 'firelens-config-invalid',
  family: 'logging',
  title: 'FireLens configuration could not be generated',
  stage: 'start',
  retry: 'never',
  docs: guide('using_firelens'),
  headline: (hit) => `${hit.who} cannot start: the FireLens configuration could not be generated or read`,
  fix: 'correct taskDefinition.addFirelensLogRouter({ firelensConfig }) and the options of LogDrivers.firelens({ options });'
    + ' grant the role s3:GetObject on the file',
});
