import { calls } from './calls/calls';
import { detectionLatency } from './detection-latency';
import { engine } from './engine/engine';
import { growth } from './growth/growth';
import { lambda } from './lambda/lambda';
import { redaction } from './redaction';
import { Section } from './section';
import { synthesis } from './synthesis/synthesis';
import { timeToTruth } from './time-to-truth';
import { watchBegins } from './watch-begins';

/** In the order in which they run. Simulated first: figures of this machine's own speed are measured when nothing else is at work. */
export const SECTIONS: readonly Section[] = [
  timeToTruth,
  detectionLatency,
  watchBegins,
  calls,
  lambda,
  engine,
  growth,
  redaction,
  synthesis,
];
