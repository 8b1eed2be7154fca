import { playAll } from './play';
import { delivery } from './scenarios/delivery';

playAll(delivery);
