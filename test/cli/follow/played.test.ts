import { brief, deployment, fail, FAILED_TASKS, iso, play, revisionArn, service, START, World } from './played';

describe('--until stable of a deployment that ECS has completed', () => {
  const request = { until: 'stable' } as const;
  const completed = (runningCount: number) => service(deployment({ rolloutState: 'COMPLETED', runningCount }));

  test('one of two tasks runs: waits for the other one', async () => {
    const { exitCode, end, seconds } = await play({ service: (s) => completed(s < 60 ? 1 : 2), request });
    expect({ exitCode, end }).toEqual({ exitCode: 0, end: expect.stringMatching(/^web: stable/) });
    expect(seconds).toBeGreaterThanOrEqual(60);
  });

  test('and waits no longer than --timeout', async () => {
    const { exitCode, end, seconds } = await play({ service: () => completed(1), request: { ...request, timeout: 120 } });
    expect({ exitCode, end }).toEqual({ exitCode: 6, end: 'web: timed out after 2:00: 1 of 2 tasks runs' });
    expect(seconds).toBe(120);
  });

  test('an older one still has tasks: waits for their end', async () => {
    const old = deployment({ id: 'ecs-svc/0', status: 'ACTIVE', runningCount: 1, desiredCount: 0, createdAt: iso(-900) });
    const both = service(deployment({ rolloutState: 'COMPLETED', runningCount: 2 }), old);
    const ended = await play({ service: () => both, request: { ...request, timeout: 60 } });
    expect({ exitCode: ended.exitCode, end: ended.end }).toEqual({ exitCode: 6, end: 'web: timed out after 1:00: an older deployment still has tasks' });
  });
});

test('credentials that are absent at the first look end it at once, also on a clock that goes on between two readings', async () => {
  const absent = () => fail('CredentialsProviderError', 'Could not load credentials from any providers');
  const instead = { describeServices: absent, listServiceDeployments: absent };
  const { exitCode, seconds } = await play({ service: () => undefined, instead, tick: 1 });
  expect(exitCode).toBe(4);
  expect(seconds).toBeLessThan(1);
});

describe('--wait and --timeout', () => {
  const request = { wanted: { sinceMs: START, orOpen: true }, wait: 600, timeout: 300 };
  const idle = service(deployment({ rolloutState: 'COMPLETED', runningCount: 2, createdAt: iso(-9000) }));
  const instead = { listServiceDeployments: (s: number) => ({ serviceDeployments: s < 400 ? [] : [{ ...brief, createdAt: iso(400) }] }) };

  test('a deployment that begins after a time longer than --timeout is followed, and --timeout is counted from there', async () => {
    const begun = service(deployment({ createdAt: iso(400) }));
    const { exitCode, end, seconds } = await play({ service: (s) => (s < 400 ? idle : begun), instead, request });
    expect({ exitCode, end }).toEqual({ exitCode: 6, end: expect.stringMatching(/^web: timed out/) });
    expect(seconds).toBeGreaterThanOrEqual(700);
  });

  test('none begins: the whole of --wait', async () => {
    const none = { listServiceDeployments: () => ({ serviceDeployments: [] }) };
    const { exitCode, end, seconds } = await play({ service: () => idle, instead: none, request });
    expect({ exitCode, end, seconds }).toEqual({ exitCode: 5, end: expect.stringMatching(/no deployment began$/), seconds: 600 });
  });
});

test.each([
  ['describeServices', 'stopped waiting; nothing was changed'], ['describeTasks', 'stopped following web; the deployment continues'],
])('Ctrl-C while %s gets no answer: one line says what was stopped, and nothing is said about the call', async (hangs, expected) => {
  let looks = 0;
  const world = { service: () => service(deployment({})), tasks: FAILED_TASKS };
  // The first look finds the deployment, the second one hangs.
  const instead = { listTasks: () => ({ taskArns: looks++ < 2 ? [] : FAILED_TASKS.map(({ taskArn }) => taskArn) }) };
  const { exitCode, end, notices } = await play({ ...world, instead, hangs });
  expect({ exitCode, end, notices }).toEqual({ exitCode: 130, end: expected, notices: [] });
});

describe('--on-failure', () => {
  const request = { onFailure: 'stop' } as const;
  const failing = () => service(deployment({ failedTasks: 2 }));
  const play2 = (more: Partial<World>) => play({ service: failing, tasks: FAILED_TASKS, request, ...more });

  test('a request that AWS throttles is made again, and is said once', async () => {
    const { notices } = await play2({ instead: { stopServiceDeployment: (s) => (s < 30 ? fail('ThrottlingException', 'Rate exceeded') : {}) }, request: { ...request, timeout: 60 } });
    expect(notices).toEqual([expect.stringMatching(/^ECS could not be asked yet to stop the deployment of web: .*; trying again$/), 'asked ECS to stop the deployment of web (--on-failure stop)']);
  });

  test('Ctrl-C after the request: the line does not say that the deployment continues', async () => {
    const { exitCode, end } = await play2({ leaveAt: 30 });
    expect({ exitCode, end }).toEqual({ exitCode: 130, end: 'stopped following web; ECS was asked to stop the deployment of web' });
  });

  test.each([
    ['throttled: AWS has refused it', 'ThrottlingException', 'ECS could not be asked to stop the deployment of web'],
    ['lost: it may have arrived', 'TimeoutError', 'ECS was asked to stop the deployment of web and has not confirmed it'],
  ])('Ctrl-C after a request that was %s', async (_, error, said) => {
    const { exitCode, end } = await play2({ leaveAt: 30, instead: { stopServiceDeployment: () => fail(error) } });
    expect({ exitCode, end }).toEqual({ exitCode: 130, end: `stopped following web; ${said}` });
  });

  test('Ctrl-C while the request gets no answer', async () => {
    const { exitCode, end } = await play2({ hangs: 'stopServiceDeployment' });
    expect({ exitCode, end }).toEqual({ exitCode: 130, end: 'stopped following web; ECS was asked to stop the deployment of web and has not confirmed it' });
  });

  test('a refused request: the reason of the diagnosis is not given a second time with other numbers', async () => {
    const more = (s: number) => service(deployment({ failedTasks: s > 0 ? 3 : 2 }));
    const third = { ...FAILED_TASKS[0], taskArn: FAILED_TASKS[0].taskArn.replace(/a/g, 'c') };
    let lists = 0;
    const instead = {
      stopServiceDeployment: () => fail('AccessDeniedException'),
      listTasks: () => ({ taskArns: [...FAILED_TASKS, ...lists++ > 1 ? [third] : []].map(({ taskArn }) => taskArn) }),
    };
    const { exitCode, end, notices } = await play2({ service: more, tasks: [...FAILED_TASKS, third], instead });
    expect(notices).toEqual(['ECS could not be asked to stop the deployment of web: grant ecs:StopServiceDeployment']);
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringMatching(/^web: failed \[image-not-found\] after [\d:]+$/) });
  });

  test('a deployment that somebody else has stopped: what ECS says about it', async () => {
    const stopped = { ...brief, status: 'STOPPED', statusReason: 'Stopped by request.', targetServiceRevision: { arn: revisionArn } };
    const instead = { describeServiceDeployments: () => ({ serviceDeployments: [stopped] }) };
    const { exitCode, end } = await play({ service: () => service(deployment({})), instead });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: 'web: failed: it was stopped: Stopped by request.' });
  });

  test('ListServiceDeployments is denied: the action to grant', async () => {
    const { notices } = await play2({ instead: { listServiceDeployments: () => fail('AccessDeniedException') } });
    expect(notices).toContainEqual('ECS cannot be asked to stop the deployment: service deployments not readable: grant ecs:ListServiceDeployments');
  });
});

describe('a whole cluster with a service at rest whose deployments are run by CODE_DEPLOY', () => {
  const legacy = { ...service(), serviceName: 'legacy', serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/prod/legacy', deploymentController: { type: 'CODE_DEPLOY' } };
  const said = 'legacy: its deployments are run by CODE_DEPLOY and are not followed';
  // Several services that wait make the clock of the test run ahead: the answers go by their number.
  let looks = 0;
  const isRunning = () => looks < 2;
  const whole = (names: readonly string[], wait = 0) => play({
    service: () => undefined,
    request: { services: names.map((name) => ({ cluster: 'prod', service: name })), wholeCluster: 'prod', wanted: { sinceMs: START, orOpen: true }, wait },
    instead: {
      listServices: () => ({ serviceArns: names.map((name) => legacy.serviceArn.replace('legacy', name)) }),
      listServiceDeployments: (_, input) => ({ serviceDeployments: JSON.stringify(input).includes('legacy') ? [] : [brief] }),
      describeServices: (_, input) => {
        looks += 1;
        const web = service(deployment({ rolloutState: isRunning() ? 'IN_PROGRESS' : 'COMPLETED', runningCount: 2 }));
        return { services: [web, legacy].filter(({ serviceName = '' }) => JSON.stringify(input).includes(serviceName)) };
      },
      describeServiceDeployments: () => ({ serviceDeployments: [{ ...brief, status: isRunning() ? 'IN_PROGRESS' : 'SUCCESSFUL', targetServiceRevision: { arn: revisionArn } }] }),
    },
  });

  test('it is said once, and does not count', async () => {
    const { exitCode, end, notices } = await whole(['web', 'legacy']);
    expect({ exitCode, end, said: notices.filter((one) => one.includes('CODE_DEPLOY')) }).toEqual({ exitCode: 0, end: expect.stringMatching(/^web: deployed/), said: [said] });
  });

  test('no other service: none is being deployed', async () => {
    const { exitCode, notices } = await whole(['legacy'], 30);
    expect({ exitCode, said: notices.filter((one) => one.includes('CODE_DEPLOY')) }).toEqual({ exitCode: 5, said: [said] });
  });
});

test('--until stable: a newer deployment takes the place of one that is complete: superseded, long before --timeout', async () => {
  const done = deployment({ rolloutState: 'COMPLETED', runningCount: 1 });
  const next = deployment({ id: 'ecs-svc/2', createdAt: iso(20) });
  const { exitCode, seconds } = await play({
    service: (s) => (s < 20 ? service(done) : service(next, { ...done, status: 'ACTIVE' })), request: { until: 'stable' },
    instead: { describeServiceDeployments: () => ({ serviceDeployments: [{ ...brief, status: 'SUCCESSFUL', targetServiceRevision: { arn: revisionArn } }] }) },
  });
  expect({ exitCode, soon: seconds < 40 }).toEqual({ exitCode: 7, soon: true });
});
