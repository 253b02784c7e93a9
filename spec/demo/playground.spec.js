/** The built playground in a browser, against the library in Node. `npm run test:demo` builds it before. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {expect} from 'chai';
import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {startBrowser} from './browser.js';
import {numberIn, Playground} from './playground-page.js';
import {adam, descent, libraryAt, momentum, surfaces} from './reference.js';
import {serve} from './serve.js';

const FOLDER = fileURLToPath(new URL('../../demo-dist', import.meta.url));

/** The page shows five digits. */
const TOLERANCE = 6e-5;

describe('the playground', function () {
  this.timeout(30_000);
  let server;
  let browser;
  let page;
  const pages = [];

  before(async () => {
    tf.enableProdMode();
    await tf.setBackend('cpu');
    server = await serve(FOLDER);
    browser = await startBrowser();
    page = await open();
  });

  after(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(options) {
    const opened = await Playground.open(browser, server.origin, options);
    pages.push(opened);
    return opened;
  }

  /** What the page shows at the crosshair is what the library computes there in Node. */
  async function expectReadout(f) {
    const {x, y, value, slopeX, slopeY} = await page.readout();
    const expected = libraryAt(f, x, y);
    const scale = Math.max(...expected.map(Math.abs), 1);
    for (const [index, shown] of [value, slopeX, slopeY].entries()) {
      expect(shown).to.be.closeTo(expected[index], TOLERANCE * scale);
    }
  }

  describe('functions', () => {
    for (const [name, f] of Object.entries(surfaces)) {
      it(`shows value and gradient of ${name} as the library computes them in Node`, async () => {
        await page.choose('#landscape', name);
        await expectReadout(f);
      });
    }

    it('draws the surface in many colours', async () => {
      expect(await page.coloursOf('#surface')).to.be.above(100);
    });

    it('describes the surface in words', async () => {
      await page.choose('#landscape', 'himmelblau');
      expect(await page.text('#plot-summary')).to.match(/x from −5 to 5, y from −5 to 5\. Its lowest value/);
    });

    it('takes an own expression', async () => {
      await page.type('#expression', '2*x^2 - x*y/4 + -y^2 + 3');
      await page.moveTo(1.5, -0.5);
      await expectReadout((x, y) =>
        tf.addN([tf.mul(2, tf.square(x)), tf.div(tf.mul(x, y), -4), tf.neg(tf.square(y)), tf.scalar(3)]),
      );
      expect(await page.evaluate(`document.querySelector('#landscape').value`)).to.equal('own');
    });

    it('knows every function of its grammar', async () => {
      await page.type(
        '#expression',
        'sin(x) + cos(y)*tan(x/2) + exp(-x) + log(x+3) + sqrt(y+3) + abs(x-y) + tanh(x) + sigmoid(y)' +
          ' + min(x, y) + max(x, 2*y) + pow(x+2, 1.5) + x^-2 + pi*x + e*y + 2^3^2/100 + 1.5e-1',
      );
      await page.moveTo(1.25, 0.5);
      await expectReadout((x, y) =>
        tf.addN([
          tf.sin(x),
          tf.mul(tf.cos(y), tf.tan(tf.div(x, 2))),
          tf.exp(tf.neg(x)),
          tf.log(tf.add(x, 3)),
          tf.sqrt(tf.add(y, 3)),
          tf.abs(tf.sub(x, y)),
          tf.tanh(x),
          tf.sigmoid(y),
          tf.minimum(x, y),
          tf.maximum(x, tf.mul(2, y)),
          tf.pow(tf.add(x, 2), 1.5),
          tf.div(1, tf.square(x)),
          tf.mul(x, Math.PI),
          tf.mul(y, Math.E),
          tf.scalar(512 / 100 + 0.15),
        ]),
      );
    });

    it('takes a function that does not depend on y, and one of no variable at all', async () => {
      await page.type('#expression', '7');
      expect(await page.readout()).to.include({value: 7, slopeX: 0, slopeY: 0});
      await page.type('#expression', 'x');
      expect(await page.readout()).to.include({value: 1.25, slopeX: 1, slopeY: 0});
    });

    for (const [expression, message] of [
      ['sin(x', "Position 6: expected ')', got the end."],
      ['2x', "Position 2: expected an operator, got 'x'. Write products with a sign: 2 * x."],
      ['x + $', "Position 5: '$' has no meaning here."],
      ['max(x)', 'Position 1: max takes 2 arguments, got 1.'],
      ['x + alert(1)', "Position 5: 'alert' is not known."],
      ['x ^', "Position 4: expected a number, a name or '(', got the end."],
      ['x)', "Position 2: this ')' belongs to no '('."],
    ]) {
      it(`says what is wrong with ${expression}`, async () => {
        await page.type('#expression', expression);
        const error = await page.text('#expression-error');
        expect(error).to.include(message);
        expect(error).to.match(/ The plot still shows x\.$/);
        expect(await page.evaluate(`document.querySelector('#expression').ariaInvalid`)).to.equal('true');
      });
    }

    it('forgets the fault when it is mended', async () => {
      await page.type('#expression', 'x * y');
      expect(await page.text('#expression-error')).to.equal('');
      await expectReadout((x, y) => tf.mul(x, y));
    });

    it('shows another window of the plane', async () => {
      await page.click('summary');
      await page.setNumber('#window-left', -20);
      expect(await page.text('#plot-summary')).to.include('x from −20 to 5');
      await page.setNumber('#window-left', 9);
      expect(await page.text('#window-error')).to.equal("'x from' must be less than 'x to'.");
    });
  });

  describe('starting', () => {
    it('begins where the plot is clicked', async () => {
      await page.choose('#landscape', 'himmelblau');
      await page.run({steps: 5, start: () => page.clickPlane([0.25, 0.75])});
      const {x, y} = await page.readout();
      // The frame lies within the canvas, so a share of one is not quite a share of the other.
      expect(x).to.be.within(-3.2, -1.8);
      expect(y).to.be.within(-3.2, -1.8);
      expect(await page.stepsDone()).to.equal(5);
      expect(await page.coloursOf('#overlay')).to.be.above(20);
    });

    it('moves the crosshair by the arrow keys and begins by Enter', async () => {
      await page.choose('#landscape', 'himmelblau');
      await page.evaluate(`document.querySelector('#overlay').focus()`);
      const before = await page.readout();
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp']) await page.press(key);
      await page.press('ArrowDown', {shift: true});
      const after = await page.readout();
      expect(after.x - before.x).to.be.closeTo(0.4, 1e-9);
      expect(after.y - before.y).to.be.closeTo(0.18, 1e-9);
      await page.run({steps: 7, start: () => page.pressOn('#overlay', 'Enter')});
      expect(await page.stepsDone()).to.equal(7);
      expect(await page.until(`document.querySelector('#announcement').textContent`)).to.include(
        'Finished after 7 steps',
      );
    });

    it('pauses, goes one step further, and clears', async () => {
      await page.setNumber('#steps', 20000);
      await page.choose('#speed', '10');
      await page.click('#start');
      await page.until(`document.querySelector('#status').textContent.match(/step [1-9]/)`);
      await page.click('#pause');
      const halted = await page.stepsDone();
      await page.click('#step');
      expect(await page.stepsDone()).to.equal(halted + 1);
      await page.click('#clear');
      expect(await page.stepsDone()).to.equal(0);
    });
  });

  describe('optimizers', () => {
    const STEPS = 25;

    for (const [name, optimise] of Object.entries({descent, momentum, adam})) {
      it(`takes the steps of ${name}`, async () => {
        await page.choose('#landscape', 'himmelblau');
        await page.use([name]);
        await page.run({steps: STEPS});
        const {x, y} = await page.readout();
        const stepSize = numberIn(await page.text(`#step-${name} + .number`));
        const end = optimise(
          (...point) => libraryAt(surfaces.himmelblau, ...point).slice(1),
          [x, y],
          stepSize,
          STEPS,
        );
        const [expected] = libraryAt(surfaces.himmelblau, ...end);
        const shown = numberIn(await page.text(`#result-${name}`));
        expect(shown).to.be.closeTo(expected, 1e-3 * expected);
      });
    }

    it('draws samples by Hamiltonian Monte Carlo', async () => {
      await page.choose('#landscape', 'mixture');
      await page.use(['hamiltonian']);
      await page.run({steps: 13 * 20});
      const [taken, ended] = (await page.text('#result-hamiltonian')).match(/\d+/g).map(Number);
      expect(ended).to.equal(20);
      expect(taken).to.be.within(14, 20);
    });

    it('says so when a step is too long', async () => {
      await page.choose('#landscape', 'rosenbrock');
      await page.use(['descent']);
      await page.evaluate(`(() => {
        const slider = document.querySelector('#step-descent');
        slider.value = '100';
        slider.dispatchEvent(new Event('input', {bubbles: true}));
      })()`);
      await page.run({steps: 500});
      expect(await page.text('#result-descent')).to.equal('beyond 10⁶: step too large, or no minimum');
    });
  });

  describe('machines', () => {
    it('goes on with a run on another backend', async () => {
      await page.choose('#landscape', 'himmelblau');
      await page.choose('#speed', '60');
      await page.setNumber('#steps', 20000);
      await page.click('#start');
      await page.useMachine('wasm', 'graph');
      const steps = await page.stepsDone();
      await page.until(
        `Number(document.querySelector('#status').textContent.match(/step (\\d+)/)[1]) > ${steps}`,
      );
      await page.click('#clear');
    });

    for (const backend of ['webgl', 'wasm', 'cpu']) {
      for (const mode of ['graph', 'tape']) {
        it(`computes by ${mode} on ${backend}, and its memory stays flat`, async () => {
          await page.useMachine(backend, mode);
          await page.choose('#landscape', 'himmelblau');
          await page.use(['descent', 'momentum', 'adam', 'hamiltonian']);
          await expectReadout(surfaces.himmelblau);
          // A graphics card in software takes its time.
          const steps = backend === 'webgl' ? 200 : 1000;
          const counts = await page.tensorsDuring(() => page.run({steps}));
          expect(await page.stepsDone()).to.equal(steps);
          expect(counts).to.have.lengthOf(1);
          expect(await page.text('#status')).to.match(
            new RegExp(`^${backend} · ${mode} · [1-9]\\d* steps/s`),
          );
          expect(numberIn(await page.text('#result-adam'))).to.be.below(60);
        });
      }
    }
  });

  describe('screens', () => {
    it('shows only the end of a run to those who want no motion', async () => {
      const still = await open({media: {'prefers-reduced-motion': 'reduce'}});
      await still.choose('#speed', '10');
      const began = performance.now();
      const seen = await still.statusesDuring(() => still.runAsIs({steps: 500}));
      const steps = new Set(seen.map((status) => /step (\d+)$/.exec(status)[1]));
      expect(steps).to.include.keys('0', '500');
      // Beside them figures once a second, on a machine that takes so long.
      expect(steps.size).to.be.at.most(2 + (performance.now() - began) / 1000);
    });

    it('fits into 360 pixels', async () => {
      const narrow = await open({width: 360, height: 700, mobile: true});
      expect(await narrow.evaluate('document.documentElement.scrollWidth')).to.be.at.most(360);
    });

    it('is dark where the system is', async () => {
      const dark = await open({media: {'prefers-color-scheme': 'dark'}});
      const ground = (of) => of.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(await ground(dark)).not.to.equal(await ground(page));
    });
  });

  it('holds tfjs-core once', () => {
    const scripts = readdirSync(`${FOLDER}/assets`).filter((name) => name.endsWith('.js'));
    const texts = scripts.map((name) => readFileSync(`${FOLDER}/assets/${name}`, 'utf8'));
    // A message of its engine.
    expect(texts.join().split('backend was already registered. Reusing').length - 1).to.equal(1);
  });

  describe('all the while', () => {
    it('complains of nothing, misses no file, and asks no other host', () => {
      expect(pages.flatMap(({complaints}) => complaints)).to.deep.equal([]);
      expect(server.missing).to.deep.equal([]);
      const requests = pages.flatMap((one) => one.requests);
      expect(requests).to.satisfy((all) => all.some((address) => address.endsWith('.wasm')));
      for (const address of requests) expect(address.startsWith(`${server.origin}/`), address).to.equal(true);
    });
  });
});
