/*
 * Loaded before the function's code in the lab: AWS is reached by TLS, the lab by plain HTTP, so that the memory of TLS would be missing.
 * One context with the root certificates, as the SDK's agents share it.
 */
import { createSecureContext } from 'tls';

Object.assign(globalThis, { tlsOfTheBenchmark: createSecureContext() });
