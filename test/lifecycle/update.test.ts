import { playAll } from './play';
import { update } from './scenarios/update';

playAll(update);
