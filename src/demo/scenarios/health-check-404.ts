import { DemoScenario } from '../scenario';

export const healthCheck404: DemoScenario = {
  name: 'health-check-404',
  title: 'first deployment behind a load balancer; the health check path answers 404',
  app: 'web',
  update: false,
  lab: {
    scenario: 1,
    seed: 13,
    services: {
      Api: {
        rules: [
          {
            containers: {
              api: {
                logs: [
                  [0.3, 'shop-api 1.42.0 starting'],
                  [1.2, 'listening on 0.0.0.0:8080'],
                  [20, 'GET /health 404 0.4ms'],
                ],
              },
            },
            elb: { reason: 'Target.ResponseCodeMismatch', description: 'Health checks failed with these codes: [404]' },
          },
        ],
      },
    },
  },
};
