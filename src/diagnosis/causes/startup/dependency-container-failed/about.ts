import { About } from '../../../model';

export const about: About = {
  meaning: 'A dependsOn condition (START, COMPLETE, SUCCESS, HEALTHY) of another container was not met.',
  why: [
    'an init container (migration, configuration) exits with an error',
    'a dependency never becomes healthy, or not within its startTimeout',
  ],
  remedy: 'Correct that container; relax the condition in addContainerDependencies(); give it a health check that fits.',
};
