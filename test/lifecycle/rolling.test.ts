import { playAll } from './play';
import { rolling } from './scenarios/rolling';

playAll(rolling);
