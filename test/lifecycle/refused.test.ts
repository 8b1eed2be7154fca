import { playAll } from './play';
import { refused } from './scenarios/refused';

playAll(refused);
