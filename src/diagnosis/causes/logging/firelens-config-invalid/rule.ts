import { guide, stated } from '../../kit';

export const firelensConfigInvalid = stated({
  id: 'firelens-config-invalid',
  family: 'logging',
  title: 'FireLens configuration could not be generated',
  stage: 'start',
  retry: 'never',
  docs: guide('using_firelens'),
  headline: (hit) => `${hit.who} cannot start: the FireLens configuration could not be generated or read`,
  fix: ({ text, frame }) => {
    const definitions = frame.taskDefinition?.containerDefinitions ?? [];
    const options = definitions.flatMap((d) => d.firelensConfiguration ?? []).map((f) => f.options ?? {});
    const inS3 = /s3|bucket/i.test(text) || !options.length || options.some((o) => o['config-file-type'] === 's3');
    return 'correct taskDefinition.addFirelensLogRouter({ firelensConfig }) and the options of LogDrivers.firelens({ options })'
      + (inS3 ? '; grant the role s3:GetObject on the file' : '');
  },
});
