import { engine } from './engine/engine';
import { Section } from './section';

/** In the order in which they run. Simulated first: figures of this machine's own speed are measured when nothing else is at work. */
export const SECTIONS: readonly Section[] = [
  engine,
];
