import { playAll } from './play';
import { options } from './scenarios/options';

playAll(options);
