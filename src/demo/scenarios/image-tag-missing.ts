import { DemoScenario } from '../scenario';

const IMAGE = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.42.0';

export const imageTagMissing: DemoScenario = {
  name: 'image-tag-missing',
  title: 'first deployment; the task definition names an image tag that was never pushed',
  app: 'worker',
  update: false,
  lab: {
    scenario: 1,
    seed: 11,
    services: {
      Api: {
        rules: [
          {
            pull: {
              text: 'CannotPullContainerError: pull image manifest has been retried 1 time(s): '
                + `failed to resolve ref ${IMAGE}: ${IMAGE}: not found`,
              after: 8,
              container: 'api',
            },
          },
        ],
      },
    },
  },
};
