/** What the controls of the built playground say and do. `npm run test:demo` builds it before. */
import {expect} from 'chai';
import {fileURLToPath} from 'node:url';
import {startBrowser} from './browser.js';
import {Playground} from './playground-page.js';
import {serve} from './serve.js';

const FOLDER = fileURLToPath(new URL('../../demo-dist', import.meta.url));

describe("the playground's controls", function () {
  this.timeout(60_000);
  let server;
  let browser;
  let page;

  before(async () => {
    server = await serve(FOLDER);
    browser = await startBrowser();
    page = await Playground.open(browser, server.origin);
  });

  after(async () => {
    await browser?.close();
    await server?.close();
  });

  const isUsable = (selector) =>
    page.evaluate(`document.querySelector('${selector}').ariaDisabled !== 'true'`);
  const focused = () => page.evaluate(`document.activeElement.id`);
  const valueOf = (selector) => page.evaluate(`document.querySelector('${selector}').value`);

  /** What is drawn as text while something is done. */
  async function textsDrawnDuring(action) {
    await page.evaluate(`(() => {
      const {prototype} = CanvasRenderingContext2D;
      prototype.fillTextBefore ??= prototype.fillText;
      window.drawn = [];
      prototype.fillText = function (text, ...others) {
        window.drawn.push(text);
        return this.fillTextBefore(text, ...others);
      };
    })()`);
    await action();
    return page.evaluate(`window.drawn`);
  }

  describe('walkers', () => {
    it('say that the gradient is undefined where f is not', async () => {
      await page.choose('#landscape', 'ackley');
      await page.use(['descent']);
      await page.moveTo(0, 0);
      await page.click('#start');
      expect(await page.text('#result-descent')).to.equal('the gradient is undefined here');
      expect(Math.abs((await page.readout()).value)).to.be.below(1e-5);
    });

    it('say that they have left the domain of f', async () => {
      await page.type('#expression', 'log(x)');
      await page.moveTo(0.5, 0);
      await page.run({steps: 2000});
      expect(await page.text('#result-descent')).to.equal('left the domain of f');
    });

    it('say that there may be no minimum', async () => {
      await page.type('#expression', '-x^2-y^2');
      await page.moveTo(1, 1);
      await page.run({steps: 20000});
      expect(await page.text('#result-descent')).to.equal('beyond 10⁶: step too large, or no minimum');
    });

    it('are no live regions, which would be read out at every step', async () => {
      const live = 'output, [aria-live], [role=status], [role=log]';
      expect(await page.evaluate(`document.querySelectorAll('#walkers :is(${live})').length`)).to.equal(0);
    });

    it('must be chosen before a run can start', async () => {
      await page.use([]);
      for (const button of ['#start', '#step']) expect(await isUsable(button), button).to.equal(false);
      await page.pressOn('#overlay', 'Enter');
      await page.until(
        `document.querySelector('#announcement').textContent === 'Choose an optimizer first.'`,
      );
      await page.use(['descent']);
      expect(await isUsable('#start')).to.equal(true);
    });
  });

  describe('the crosshair', () => {
    it('takes a typed point to its last digit', async () => {
      await page.choose('#landscape', 'himmelblau');
      await page.moveTo(3.584428, -1.848126);
      expect(await page.readout()).to.include({x: 3.584428, y: -1.848126});
    });

    it('leaves alone what is being typed', async () => {
      const frame = await page.evaluate(
        `(({x, y}) => ({x, y}))(document.querySelector('#overlay').getBoundingClientRect())`,
      );
      await page.evaluate(`document.querySelector('#crosshair-x').focus()`);
      await page.evaluate(`document.execCommand('selectAll')`);
      await page.evaluate(`document.execCommand('insertText', false, '2.5')`);
      await page.moveMouse(frame.x + 200, frame.y + 200);
      await page.nextFrames();
      expect(await valueOf('#crosshair-x')).to.equal('2.5');
      expect(await valueOf('#crosshair-y')).not.to.equal('-1.848126');
      await page.evaluate(`document.activeElement.blur()`);
      expect(await page.readout()).to.include({x: 2.5, y: -1.848126});
    });

    it('shows no slope where f is undefined', async () => {
      await page.type('#expression', 'log(x)');
      await page.moveTo(-1, 1);
      for (const field of ['#value', '#slope-x', '#slope-y']) {
        expect(await page.text(field), field).to.equal('undefined');
      }
    });
  });

  describe('the plot', () => {
    it('says so where f is nowhere finite, with no values beside the bar', async () => {
      for (const expression of ['log(-1 - x^2)', '1 / 0']) {
        await page.type('#expression', 'x');
        const drawn = await textsDrawnDuring(() => page.type('#expression', expression));
        expect(drawn).to.include('The function has no finite value in this window.');
        expect(drawn.filter((text) => text === '0')).to.have.lengthOf(2);
      }
    });

    it('says that the ends of the bar stand for all beyond', async () => {
      const drawn = await textsDrawnDuring(() => page.choose('#landscape', 'rosenbrock'));
      expect(drawn.filter((text) => /^[≤≥] /.test(text))).to.have.lengthOf(2);
    });

    it('bears a screen on which there is no room for it', async () => {
      const narrow = await Playground.open(browser, server.origin, {width: 70, height: 600});
      await narrow.choose('#landscape', 'himmelblau');
      await narrow.nextFrames();
      expect(narrow.complaints).to.deep.equal([]);
    });
  });

  describe('functions', () => {
    it('leave the focus on the list when the last is chosen', async () => {
      await page.evaluate(`document.querySelector('#landscape').focus()`);
      await page.choose('#landscape', 'own');
      expect(await focused()).to.equal('landscape');
    });

    it('of their own come back as they were written', async () => {
      await page.type('#expression', 'x^2 + 3*y^2');
      await page.choose('#landscape', 'beale');
      await page.choose('#landscape', 'own');
      expect(await valueOf('#expression')).to.equal('x^2 + 3*y^2');
      await page.moveTo(1, 1);
      expect(await page.readout()).to.include({value: 4, slopeX: 2, slopeY: 6});
    });

    it('are not shown in a window beyond what floats can tell apart', async () => {
      await page.click('summary');
      for (const [left, fault] of [
        [-1e300, /^All four bounds must be between/],
        [4.99999, /too narrow/],
      ]) {
        await page.setNumber('#window-left', left);
        expect(await page.text('#window-error')).to.match(fault);
      }
      await page.setNumber('#window-left', -5);
      expect(await page.text('#window-error')).to.equal('');
    });
  });

  describe('runs', () => {
    it('can go on when more steps are asked for', async () => {
      await page.choose('#landscape', 'himmelblau');
      await page.run({steps: 10});
      expect(await isUsable('#pause')).to.equal(false);
      await page.setNumber('#steps', 20);
      expect(await isUsable('#pause')).to.equal(true);
      await page.click('#pause');
      await page.until(`/step 20$/.test(document.querySelector('#status').textContent)`);
    });

    it('show the number of steps that they take', async () => {
      for (const [typed, taken] of [
        ['-5', '1'],
        ['1e9', '20000'],
        ['', '1000'],
      ]) {
        await page.setNumber('#steps', typed);
        expect(await valueOf('#steps')).to.equal(taken);
      }
    });

    it('leave the focus on Pause at their end', async () => {
      await page.choose('#speed', '10');
      await page.setNumber('#steps', 3);
      await page.click('#start');
      await page.evaluate(`document.querySelector('#pause').focus()`);
      await page.until(`document.querySelector('#pause').ariaDisabled === 'true'`);
      await page.nextFrames();
      expect(await focused()).to.equal('pause');
    });

    it('tell those who want no motion that something is going on', async () => {
      const still = await Playground.open(browser, server.origin, {
        media: {'prefers-reduced-motion': 'reduce'},
      });
      await still.click('#modes [value=tape]');
      await still.setNumber('#steps', 20000);
      await still.click('#start');
      await still.until(`/step [1-9]\\d*$/.test(document.querySelector('#status').textContent)`);
      expect(await still.stepsDone()).to.be.below(20000);
    });
  });

  describe('all the while', () => {
    it('complain of nothing', () => expect(page.complaints).to.deep.equal([]));
  });
});
