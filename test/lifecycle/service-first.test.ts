import { playAll } from './play';
import { serviceFirst } from './scenarios/service-first';

playAll(serviceFirst);
