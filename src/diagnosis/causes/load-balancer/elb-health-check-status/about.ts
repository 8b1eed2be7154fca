import { About } from '../../../model';

export const about: About = {
  meaning: 'The target answered the health check with a status that the matcher does not accept.',
  why: [
    'the path does not exist',
    'the application answers with a redirect or a login',
    'the application refuses the Host header',
    'the application answers 5xx because a dependency fails',
  ],
  remedy: 'Correct targetGroup.configureHealthCheck({ path, healthyHttpCodes }), or add an endpoint that answers 200 by itself.',
};
