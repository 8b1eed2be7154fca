import { Scenario } from '../lab/world';

/** A demo: an app variant and what its containers do in the lab. */
export interface DemoScenario {
  readonly name: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** `worker`: no load balancer; `web`: behind an Application Load Balancer. */
  readonly app: 'worker' | 'web';
  /**
   * false: the first deployment is broken. true: a good deployment comes first; the demo prints the events of the broken update after it.
   */
  readonly update: boolean;
  /** For the lab. The demo adds its `operations`. */
  readonly lab: Scenario;
}
