import { Scenario } from '../lab/world';

/** A demo: an app variant and what its containers do in the lab. */
export interface DemoScenario {
  readonly name: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** `worker`: no load balancer; `web`: behind an Application Load Balancer. */
  readonly app: 'worker' | 'web';
  /** false: the first deployment is broken. true: a good deployment, then a broken update; the demo shows the events of the update. */
  readonly update: boolean;
  /** What the lab plays. Its `operations` are filled in by the demo. */
  readonly lab: Scenario;
}
