import { setFlagsFromString } from 'v8';
import { deliver, isAddressOfAws, sender } from './answer';
import { Ports } from './ports';
import { handle } from './watch';
import { diagnose } from '../diagnosis/engine';
import { awsApi } from '../facts/aws/clients';
import { look } from '../facts/aws/look';
import { Cache } from '../facts/aws/reading';
import { renderReason } from '../presentation/reason';
import { renderFull } from '../presentation/terminal';

// V8 lets a heap grow while the machine has memory. A look waits for AWS nearly all the time and can afford to collect garbage. Over an
// hour of failing tasks the function needs 100 MB instead of 164 (npm run bench -- --only lambda). NODE_OPTIONS does not accept this flag.
setFlagsFromString('--optimize-for-size');

// Of the function's 60 s: an attempt to start the waiter may take 8 more (see START_UNTIL_MS), and four attempts at the answer 24.
const LOOK_MS = 25_000;
let budget: AbortSignal;
const aws = awsApi(() => budget);
const cache = new Cache();
const ports: Ports = {
  now: () => Date.now(),
  sleep: sender.sleep,
  look: (request) => look(aws, cache, request),
  diagnose,
  renderReason,
  renderFull,
  startExecution: (stateMachineArn, name, input) => aws.startExecution({ stateMachineArn, name, input }),
  answersTo: (url) => isAddressOfAws(url, process.env.AWS_ENDPOINT_URL),
  deliver: (url, body) => deliver(url, body, sender),
  log: (line) => { process.stdout.write(`${line}\n`); },
  logStream: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
};

export const handler = (event: Parameters<typeof handle>[0]) => {
  budget = AbortSignal.timeout(LOOK_MS);
  return handle(event, ports);
};
