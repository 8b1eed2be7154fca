import { playAll } from './play';
import { rollback } from './scenarios/rollback';

playAll(rollback);
