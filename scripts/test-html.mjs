/*
 * Opens pages of `ecs-why --html` in a headless Chromium and checks what a text comparison cannot: that nothing is asked of any host,
 * that a phone need not scroll sideways, that the keyboard reaches everything that scrolls or opens, that a screen reader finds headings,
 * names and the picture's description, and that text contrasts with its background, light and dark. Leaves screenshots to look at.
 *
 *   node scripts/test-html.mjs [--screenshots FOLDER]
 *
 * Chromium is looked for in CHROMIUM, then under its usual names.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const NAMES = [
  'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'chrome-headless-shell',
];
const MAC = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...MAC].find((file) => existsSync(file));
}

/** The DevTools protocol over two pipes: no port, no package. */
async function openBrowser(chromium) {
  const profile = mkdtempSync(join(tmpdir(), 'test-html-profile-'));
  const flags = [
    '--headless=new', '--remote-debugging-pipe', '--no-first-run', '--disable-gpu', '--disable-background-networking',
    `--user-data-dir=${profile}`,
  ];
  // In a container the tests run as root, where Chromium's sandbox refuses to start. The pages are our own.
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  const child = spawn(chromium, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const [, , , input, output] = child.stdio;
  const waiting = new Map();
  const listeners = new Set();
  let ids = 0;
  let rest = '';
  output.setEncoding('utf8').on('data', (text) => {
    const parts = (rest + text).split('\0');
    rest = parts.pop();
    for (const message of parts.map((part) => JSON.parse(part))) {
      if (message.id === undefined) listeners.forEach((listener) => listener(message));
      else if (message.error) waiting.get(message.id)?.reject(new Error(message.error.message));
      else waiting.get(message.id)?.resolve(message.result);
      waiting.delete(message.id);
    }
  });
  const send = (method, params = {}, sessionId) => new Promise((resolve, reject) => {
    const id = ++ids;
    waiting.set(id, { resolve, reject });
    input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
  });
  child.on('exit', (code) => waiting.forEach(({ reject }) => reject(new Error(`Chromium ended with ${code}`))));
  return {
    send,
    listen: (listener) => listeners.add(listener),
    close: async () => {
      // Its processes write to the profile until the last of them has ended.
      const isRunning = child.exitCode === null && child.signalCode === null;
      const ended = isRunning ? new Promise((resolve) => child.once('close', resolve)) : undefined;
      await Promise.race([send('Browser.close').catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 3000))]);
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

// These functions run in the page, where these names are known.
/* global document, getComputedStyle, innerWidth, matchMedia, NodeFilter, scrollY */
const sideways = () => {
  const { scrollWidth } = document.documentElement;
  return scrollWidth > innerWidth ? `${scrollWidth} > ${innerWidth}` : '';
};
const outOfSight = () => [...document.querySelectorAll('svg rect, svg line, svg text')].filter((e) => {
  const { left, right } = e.getBoundingClientRect();
  return right > innerWidth || left < 0;
}).length;
const labelsUnderPicture = () => [...document.querySelectorAll('.picture')].flatMap((picture) => {
  const { left } = picture.querySelector('.plot').getBoundingClientRect();
  return [...picture.querySelectorAll('.labels text')].filter((e) => e.getBoundingClientRect().right > left).map((e) => e.textContent);
});
const showsDiagnosis = () => /^diagnosed \d+:\d\d$/.test(document.querySelector('svg text.diagnosed')?.textContent);
const pageSize = () => {
  const { clientWidth, scrollHeight } = document.documentElement;
  return { width: clientWidth, height: Math.min(4000, scrollHeight) };
};
/** Numbers everything that the Tab key must reach, in the order of the page. */
const tabStops = () => [...document.querySelectorAll('a[href], summary, [tabindex="0"]')]
  .filter((e) => !e.closest('details:not([open])') || e.matches('summary'))
  .map((e, i) => {
    e.dataset.stop = i;
    return i;
  });
const focusTable = () => {
  const details = document.querySelector('details');
  details?.querySelector('summary').focus();
  return Boolean(details);
};
const hasMainHeadings = () => document.querySelectorAll('h1').length === document.querySelectorAll('section').length;
const levelsAscend = () => [...document.querySelectorAll('h1,h2,h3')]
  .every((h, i, all) => !i || Number(h.tagName[1]) <= Number(all[i - 1].tagName[1]) + 1);
const isVerdictOnTop = () => (document.querySelector('h1')?.getBoundingClientRect().top ?? Infinity) + scrollY < 600;

/** Contrast of every text with its background, as WCAG 2 defines it. */
function faintTexts() {
  const rgb = (color) => (/\d+(\.\d+)?/g.exec(color) ? color.match(/\d+(\.\d+)?/g).map(Number) : [0, 0, 0, 0]);
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgb(getComputedStyle(e).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || element.closest('title, desc')) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(rgb(element.closest('svg') ? style.fill : style.color)), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(1)}:1 "${walker.currentNode.textContent.trim().slice(0, 40)}"`);
  }
  return faint;
}

const failures = [];
const check = (page, what, good, detail = '') => {
  if (!good) failures.push([page, what, detail].filter(Boolean).join(': '));
};

/** Name, width, height and colour scheme. */
const SCREENS = [
  ['desktop', 1280, 900, 'light'], ['phone', 375, 812, 'light'], ['phone', 375, 812, 'dark'], ['desktop', 1280, 900, 'dark'],
];

async function inspect(browser, name, file, screenshots) {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method, params) => browser.send(method, params, sessionId);
  const requests = [];
  const complaints = [];
  let loaded;
  browser.listen(({ method, params, sessionId: from }) => {
    if (from !== sessionId) return;
    if (method === 'Network.requestWillBeSent') requests.push(params.request.url);
    if (method === 'Log.entryAdded') complaints.push(params.entry.text);
    if (method === 'Runtime.exceptionThrown') complaints.push(params.exceptionDetails.text);
    if (method === 'Page.loadEventFired') loaded?.();
  });
  for (const domain of ['Page', 'Network', 'Log', 'Runtime', 'DOM', 'Accessibility']) await send(`${domain}.enable`);
  const open = async () => {
    const done = new Promise((resolve) => { loaded = resolve; });
    await send('Page.navigate', { url: pathToFileURL(file).href });
    await done;
  };
  const evaluate = async (inPage) => {
    const expression = typeof inPage === 'function' ? `(${inPage})()` : inPage;
    return (await send('Runtime.evaluate', { expression, returnByValue: true })).result.value;
  };
  const press = async (types, key, code) => {
    for (const type of types) await send('Input.dispatchKeyEvent', { type, ...key, windowsVirtualKeyCode: code });
  };

  for (const [screen, width, height, scheme] of SCREENS) {
    const at = `${name} (${screen}, ${scheme})`;
    await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: screen === 'phone' });
    await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await open();
    const wider = await evaluate(sideways);
    check(at, 'scrolls sideways', wider === '', wider);
    const outside = await evaluate(outOfSight);
    check(at, 'part of the picture is out of sight', outside === 0, String(outside));
    const under = await evaluate(labelsUnderPicture);
    check(at, 'a label lies under the picture', under.length === 0, under.join(', '));
    if (name.startsWith('watch-')) check(at, 'the picture does not show when the diagnosis was made', await evaluate(showsDiagnosis));
    const faint = await evaluate(faintTexts);
    check(at, 'text too faint', faint.length === 0, faint.slice(0, 5).join('; '));
    const size = await evaluate(pageSize);
    const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true, clip: { x: 0, y: 0, ...size, scale: 1 } });
    writeFileSync(join(screenshots, `${name}-${screen}-${scheme}.png`), Buffer.from(data, 'base64'));
  }

  const others = requests.filter((url) => url !== pathToFileURL(file).href);
  check(name, 'asks for more than the page', others.length === 0, others.join(', '));
  check(name, 'the browser complains', complaints.length === 0, complaints.join('; '));
  check(name, 'runs scripts', await evaluate('document.scripts.length === 0'));

  // Everything that scrolls, opens or leads somewhere is reached with the Tab key, in the order of the page.
  const wanted = await evaluate(tabStops);
  const reached = [];
  for (let i = 0; i < wanted.length + 3 && reached.length < wanted.length; i++) {
    await press(['rawKeyDown', 'keyUp'], { key: 'Tab', code: 'Tab' }, 9);
    const stop = await evaluate('document.activeElement?.dataset?.stop ?? null');
    if (stop !== null) reached.push(Number(stop));
  }
  check(name, 'not reached with the Tab key', JSON.stringify(reached) === JSON.stringify(wanted), `${reached} instead of ${wanted}`);
  if (await evaluate(focusTable)) {
    await press(['keyDown', 'keyUp'], { key: 'Enter', code: 'Enter', text: '\r' }, 13);
    check(name, 'the Enter key does not open the table', await evaluate('document.querySelector("details").open'));
  }

  // As a screen reader gets it.
  const { nodes } = await send('Accessibility.getFullAXTree');
  const seen = nodes.filter((n) => !n.ignored).map(({ role, name: called, description }) => (
    { role: role?.value, name: called?.value ?? '', description: description?.value ?? '' }
  ));
  const of = (...roles) => seen.filter((n) => roles.includes(n.role));
  check(name, 'no main heading', of('heading').length > 0 && await evaluate(hasMainHeadings));
  check(name, 'heading levels are skipped', await evaluate(levelsAscend));
  const unnamed = of('region', 'link', 'image', 'img', 'graphics-document').filter((n) => !n.name.trim());
  check(name, 'a region, link or picture without a name', unnamed.length === 0, JSON.stringify(unnamed));
  const hasPicture = await evaluate('Boolean(document.querySelector("svg"))');
  const isDescribed = of('image', 'img').some((n) => n.description || /timeline/i.test(n.name));
  check(name, 'the picture has no description', !hasPicture || isDescribed);
  check(name, 'no language', await evaluate('document.documentElement.lang === "en"'));
  check(name, 'the verdict is not on top', await evaluate(isVerdictOnTop));
  await browser.send('Target.closeTarget', { targetId });
}

/** Pages of several kinds: followed in the lab, of a recording, healthy, and with text that attacks the page. */
function makePages(folder) {
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, GITHUB_ACTIONS: '' } };
  const ecsWhy = (...args) => execFileSync(process.execPath, [join(root, 'assets/ecs-why/ecs-why.js'), ...args], options);
  const cases = (name) => join(root, 'test/corpus/cases', `${name}.json`);
  const pages = [];
  const page = (name, ...args) => {
    const file = join(folder, `${name}.html`);
    ecsWhy(...args, '--html', file);
    pages.push([name, file]);
  };
  page('watch-health-check', 'demo', '--watch', 'health-check-404');
  page('watch-update', 'demo', '--watch', 'app-exits');
  page('recording', 'replay', cases('ansi-and-json-log-lines'));
  page('several', 'replay', cases('ansi-and-json-log-lines'), cases('arm-image-on-x86-exit-255'), cases('bake-time'));
  const hostile = '<img src=x onerror=alert(1)>"\'><script src=http://127.0.0.1:9/x.js></script>&amp;\u0000';
  const recording = join(folder, 'hostile.json');
  writeFileSync(recording, JSON.stringify({
    recording: 1,
    frames: [{
      at: '2026-11-23T10:01:00.000Z',
      service: {
        serviceName: hostile,
        events: [{ createdAt: '2026-11-23T10:00:30.000Z', message: hostile }],
        deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', taskDefinition: `x/${hostile}:1`, createdAt: '2026-11-23T10:00:00.000Z' }],
      },
      tasks: [{
        taskArn: `x/${hostile}`, startedBy: 'ecs-svc/1', lastStatus: 'STOPPED',
        stopCode: 'EssentialContainerExited', stoppedReason: hostile,
        createdAt: '2026-11-23T10:00:10.000Z', startedAt: '2026-11-23T10:00:20.000Z', stoppedAt: '2026-11-23T10:00:40.000Z',
        containers: [{ name: hostile, exitCode: 1, reason: hostile }],
      }],
      logs: { [hostile]: { [hostile]: [{ timestamp: 1, message: `${hostile} ${'x'.repeat(5000)}` }] } },
      unavailable: [{ what: hostile, error: hostile, message: hostile }],
    }],
  }));
  page('hostile', 'replay', recording);
  const names = join(folder, 'names.json');
  // As CDK makes them, from short to long; of the widest letters.
  const definitions = ['ShopInnerLoopTaskB2A980A7:1', 'PlatformCheckoutApiTask11BF5F05:137', 'WWWWWWWWWWWWWWWWWWWWWWWWWWW:2'];
  writeFileSync(names, JSON.stringify({
    recording: 1,
    frames: [{
      at: '2026-11-23T10:01:00.000Z',
      service: {
        serviceName: 'web',
        deployments: definitions.map((definition, i) => ({
          id: `ecs-svc/${3 - i}`,
          status: i ? 'ACTIVE' : 'PRIMARY',
          taskDefinition: `x/${definition}`,
          createdAt: `2026-11-23T10:00:0${3 - i}.000Z`,
        })),
      },
      tasks: [],
    }],
  }));
  page('long-names', 'replay', names);
  return pages;
}

/** A page that breaks every rule once: a check that does not see it is worth nothing. */
const BAD = `<!doctype html><html><head><title>bad</title></head>
<body style="background:#fff"><section><h3>x</h3><p style="color:#ccc">faint</p>
<div style="width:3000px">wide</div><a href="#a" tabindex="-1">unreachable</a><a href="#b"></a>
<img src="http://127.0.0.1:9/x.png"><script>throw new Error('x')</script>
<svg><rect width="1" height="1"/></svg>
<div class="picture"><svg class="labels" width="10" height="20" style="overflow:visible"><text y="9">a long label</text></svg>`
  + `<svg class="plot" width="9" height="9"></svg></div>
<svg width="3000"><rect x="2500" width="1" height="1"/></svg></section></body></html>`;
const SEEN_IN_BAD = [
  'scrolls sideways', 'out of sight', 'a label lies under', 'text too faint', 'asks for more', 'complains', 'runs scripts', 'Tab key',
  'no main heading', 'without a name', 'no description', 'no language', 'verdict',
];

const chromium = findChromium();
if (!chromium) {
  console.error('No Chromium was found. Install one (Debian: apt-get install chromium; macOS: brew install --cask chromium; '
    + 'or npx @puppeteer/browsers install chrome-headless-shell) or set CHROMIUM to its path.');
  process.exit(3);
}
const option = process.argv.indexOf('--screenshots');
const work = mkdtempSync(join(tmpdir(), 'test-html-'));
const screenshots = option > 0 ? process.argv[option + 1] : work;
mkdirSync(screenshots, { recursive: true });
const browser = await openBrowser(chromium);
try {
  const bad = join(work, 'bad.html');
  writeFileSync(bad, BAD);
  await inspect(browser, 'bad', bad, work);
  const found = failures.splice(0).join('\n');
  for (const what of SEEN_IN_BAD) check('the check itself', `does not see "${what}"`, found.includes(what));
  const pages = makePages(work);
  for (const [name, file] of pages) await inspect(browser, name, file, screenshots);
  if (option > 0) console.log(`screenshots: ${screenshots}`);
  for (const failure of failures) console.error(failure);
  console.log(failures.length ? `${failures.length} faults` : `${pages.length} pages, each on a desktop and a phone, light and dark: good`);
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failures.length ? 1 : 0;
