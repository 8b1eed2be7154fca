import { SpareProcesses } from '../../src/lab/lambda/process';

/** The labs of a suite hand the processes of their functions on. */
export const spares = new SpareProcesses();
afterAll(() => spares.close());
