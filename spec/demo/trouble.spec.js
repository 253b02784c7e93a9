/** Both pages where the browser does not give them what they need. `npm run test:demo` builds them before. */
import {expect} from 'chai';
import {fileURLToPath} from 'node:url';
import {startBrowser} from './browser.js';
import {Playground} from './playground-page.js';
import {serve} from './serve.js';

const FOLDER = fileURLToPath(new URL('../../demo-dist', import.meta.url));
const STATUS = `document.querySelector('#status')?.textContent`;
const STEP = `parseInt(document.querySelector('#step').textContent)`;
const PATIENCE = 120_000;

/** Keeps every context of WebGL within reach, to lose it. */
const KEEP_CONTEXTS = `
  window.contexts = [];
  for (const {prototype} of [HTMLCanvasElement, OffscreenCanvas]) {
    const {getContext} = prototype;
    prototype.getContext = function (kind, ...others) {
      const context = getContext.call(this, kind, ...others);
      if (/webgl/.test(kind) && context) window.contexts.push(context);
      return context;
    };
  }`;
const LOSE_CONTEXTS = `
  for (const context of window.contexts) context.getExtension('WEBGL_lose_context')?.loseContext()`;

const WITHOUT_WEBGL = `
  for (const {prototype} of [HTMLCanvasElement, OffscreenCanvas]) {
    const {getContext} = prototype;
    prototype.getContext = function (kind, ...others) {
      return /webgl/.test(kind) ? null : getContext.call(this, kind, ...others);
    };
  }`;

/** Holds the wasm backend back until the page is told to let it come. */
const HOLD_WASM = `
  const fetchNow = window.fetch;
  const released = new Promise((resolve) => (window.releaseWasm = resolve));
  window.fetch = async (address, ...others) => {
    if (/\\.wasm$/.test(address)) await released;
    return fetchNow(address, ...others);
  };`;
const REFUSE_DIGITS = `
  const fetchNow = window.fetch;
  window.fetch = async (address, ...others) => {
    if (/\\.bin$/.test(address)) throw new TypeError('Failed to fetch');
    return fetchNow(address, ...others);
  };`;

describe('when the browser does not give what a page needs', function () {
  this.timeout(PATIENCE);
  let server;
  let browser;

  before(async () => {
    server = await serve(FOLDER);
    browser = await startBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.close();
  });

  const openPlayground = (script) => Playground.open(browser, server.origin, {script});

  async function openDigits(script) {
    const page = await browser.openPage({script});
    await page.goTo(`${server.origin}/digits.html`);
    return page;
  }

  const isUsable = (page, selector) =>
    page.evaluate(`document.querySelector('${selector}').ariaDisabled !== 'true'`);
  const checkedBackend = (page) => page.evaluate(`document.querySelector('#backends :checked').value`);

  describe('the graphics card is lost', () => {
    it('lets the playground say so, go on on cpu, and begin anew on webgl', async () => {
      const page = await openPlayground(KEEP_CONTEXTS);
      await page.useMachine('webgl', 'graph');
      const before = await page.readout();
      await page.evaluate(LOSE_CONTEXTS);
      await page.until(`${STATUS}?.startsWith('cpu · ')`);
      expect(await page.text('#machine-error')).to.match(/has lost the graphics card.*on cpu/);
      expect(await page.readout()).to.deep.equal(before);
      await page.useMachine('webgl', 'graph');
      expect(await page.readout()).to.deep.equal(before);
      expect(await page.text('#machine-error')).to.equal('');
    });

    it('lets the digits say so while they train, and train again', async () => {
      const page = await openDigits(KEEP_CONTEXTS);
      await page.until(`/^Ready on webgl/.test(${STATUS})`, PATIENCE);
      await page.click('#start');
      await page.until(`${STEP} > 2`, PATIENCE);
      await page.evaluate(LOSE_CONTEXTS);
      await page.until(`/^Ready on/.test(${STATUS})`, PATIENCE);
      expect(await page.text('#alarm')).to.match(/has lost the graphics card/);
      await page.click('#start');
      await page.until(`${STEP} > 2`, PATIENCE);
      expect(await page.text('#alarm')).to.equal('');
      await page.click('#stop');
      await page.until(`/^Stopped/.test(${STATUS})`, PATIENCE);
    });
  });

  describe('there is no WebGL', () => {
    it('lets the digits run on wasm', async () => {
      const page = await openDigits(WITHOUT_WEBGL);
      await page.until(`/^Ready on wasm/.test(${STATUS})`, PATIENCE);
      expect(await page.text('#alarm')).to.match(
        /'webgl' does not start in this browser\. Computing on wasm\./,
      );
      expect(await checkedBackend(page)).to.equal('wasm');
      await page.click('#start');
      await page.until(`${STEP} > 2`, PATIENCE);
    });

    it('lets the digits stay where they were when webgl is asked for', async () => {
      const page = await openDigits(WITHOUT_WEBGL);
      await page.until(`/^Ready on wasm/.test(${STATUS})`, PATIENCE);
      await page.click('#backends [value=cpu]');
      await page.until(`/^Ready on cpu/.test(${STATUS})`, PATIENCE);
      await page.click('#backends [value=webgl]');
      await page.until(`/Computing on cpu/.test(document.querySelector('#alarm').textContent)`, PATIENCE);
      await page.until(`/^Ready on cpu/.test(${STATUS})`, PATIENCE);
      expect(await checkedBackend(page)).to.equal('cpu');
    });

    it('lets the playground stay where it was', async () => {
      const page = await openPlayground(WITHOUT_WEBGL);
      await page.click('#backends [value=webgl]');
      await page.until(`document.querySelector('#machine-error').textContent`);
      expect(await page.text('#machine-error')).to.match(/Computing on cpu/);
      expect(await checkedBackend(page)).to.equal('cpu');
    });
  });

  describe('files come late or not at all', () => {
    it('lets the playground take what is chosen while a backend starts', async () => {
      const page = await openPlayground(HOLD_WASM);
      await page.evaluate(`document.querySelector('#backends [value=wasm]').focus()`);
      await page.click('#backends [value=wasm]');
      await page.until(`${STATUS} === 'Starting wasm…'`);
      for (const button of ['#start', '#step', '#pause'])
        expect(await isUsable(page, button), button).to.equal(false);
      await page.click('#clear');
      await page.click('#use-adam');
      await page.choose('#landscape', 'himmelblau');
      await page.type('#expression', '3 * x');
      await page.click('#start');
      await page.click('#backends [value=webgl]');
      expect(await page.text('#status')).to.equal('Starting wasm…');
      await page.evaluate(`window.releaseWasm()`);
      await page.until(`${STATUS}?.startsWith('wasm · ')`);
      expect(await page.readout()).to.include({slopeX: 3, slopeY: 0});
      expect(await page.stepsDone()).to.equal(0);
      expect(await isUsable(page, '#start')).to.equal(true);
      expect(page.complaints).to.deep.equal([]);
    });

    it('lets the keyboard stay on the backend that is started', async () => {
      const page = await openPlayground(HOLD_WASM);
      await page.pressOn('#backends [value=cpu]', 'ArrowLeft');
      await page.until(`${STATUS} === 'Starting wasm…'`);
      await page.nextFrames();
      expect(await page.evaluate(`document.activeElement.value`)).to.equal('wasm');
    });

    it('lets the digits say that the page must be loaded again', async () => {
      const page = await openDigits(REFUSE_DIGITS);
      await page.until(`document.querySelector('#alarm')?.textContent`);
      expect(await page.text('#alarm')).to.equal('Failed to fetch. Reload the page.');
      expect(await isUsable(page, '#start')).to.equal(false);
    });
  });
});
