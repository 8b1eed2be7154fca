import { playAll } from './play';
import { create } from './scenarios/create';

playAll(create);
