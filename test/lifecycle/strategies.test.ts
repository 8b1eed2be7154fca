import { playAll } from './play';
import { strategies } from './scenarios/strategies';

playAll(strategies);
