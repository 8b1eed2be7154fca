import { missingFacts } from './hostile';

missingFacts(0);
