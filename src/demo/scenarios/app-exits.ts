import { DemoScenario } from '../scenario';

export const appExits: DemoScenario = {
  name: 'app-exits',
  title: 'update; the new version of the application exits at start and its log says why',
  app: 'worker',
  update: true,
  lab: {
    scenario: 1,
    seed: 12,
    services: {
      Api: {
        rules: [
          {
            when: { operation: 2, deployment: 'new' },
            containers: {
              api: {
                logs: [
                  [0.3, 'shop-api 1.42.0 starting'],
                  [0.8, 'connecting to orders database'],
                  [1.1, 'Error: environment variable ORDERS_TABLE is not set'],
                  [1.1, '    at requireEnv (/app/dist/config.js:14:11)'],
                  [1.1, '    at Object.<anonymous> (/app/dist/server.js:7:20)'],
                ],
                exit: { code: 1, after: 2 },
              },
            },
          },
        ],
      },
    },
  },
};
