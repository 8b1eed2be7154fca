import { playAll } from './play';
import { passing } from './scenarios/passing';

playAll(passing);
