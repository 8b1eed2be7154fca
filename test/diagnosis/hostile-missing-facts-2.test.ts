import { missingFacts } from './hostile';

missingFacts(1);
