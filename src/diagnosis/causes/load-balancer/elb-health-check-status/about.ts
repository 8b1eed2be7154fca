import { About } from '../../../model';

export const about: About = {
  meaning: 'The target answered the health check with a status that the matcher does not accept.',
  why: [
    'the path does not exist',
    'a redirect or a login',
    'the application refuses the Host header',
    'a dependency makes it answer 5xx',
  ],
  remedy: 'targetGroup.configureHealthCheck({ path, healthyHttpCodes }), or an endpoint that answers 200 by itself.',
};
