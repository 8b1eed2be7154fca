import { playAll } from './play';
import { late } from './scenarios/late';

playAll(late);
