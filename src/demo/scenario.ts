import { Scenario } from '../lab/world';

/** A demo: an app variant and what its containers do in the lab. */
export interface DemoScenario {
  readonly name: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** `worker`: no load balancer; `web`: behind an Application Load Balancer. */
  readonly app: 'worker' | 'web';
  /** false: the first deployment is broken; true: a good deployment first, then a broken update, of which the events are told. */
  readonly update: boolean;
  /** What the lab plays. Its `operations` are filled in by the demo. */
  readonly lab: Scenario;
}
