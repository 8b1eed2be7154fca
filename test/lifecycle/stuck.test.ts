import { playAll } from './play';
import { notMoving } from './scenarios/stuck';

playAll(notMoving);
