import { l4 } from './blue-green';
import { l1, l10 } from './create';
import { l12 } from './forced';
import { l5 } from './logs';
import { l7 } from './nested';
import { l13 } from './permissions';
import { l9 } from './regions';
import { l6, l8 } from './states';
import { l14 } from './teardown';
import { l11, l2, l3 } from './update';
import { LiveTest } from '../model';

export const TESTS: readonly LiveTest[] = [l1, l2, l3, l4, l5, l6, l7, l8, l9, l10, l11, l12, l13, l14];
