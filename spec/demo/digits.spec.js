/** The built page of the digits in a browser. `npm run test:demo` builds it before. */
import {expect} from 'chai';
import {fileURLToPath} from 'node:url';
import {startBrowser} from './browser.js';
import {numberIn} from './playground-page.js';
import {serve} from './serve.js';

const FOLDER = fileURLToPath(new URL('../../demo-dist', import.meta.url));
const STATUS = `document.querySelector('#status')?.textContent`;
const FIRST_ROW = `document.querySelector('#history tr')?.textContent`;
/** A whole training on a slow machine that others use too. */
const PATIENCE = 240_000;

describe('the page of the digits', function () {
  this.timeout(PATIENCE);
  let server;
  let browser;
  let page;
  let beginning;

  before(async () => {
    server = await serve(FOLDER);
    browser = await startBrowser();
    page = await browser.openPage();
    await page.goTo(`${server.origin}/digits.html`);
    await page.until(`/^Ready on webgl/.test(${STATUS})`, 60_000);
  });

  after(async () => {
    await browser?.close();
    await server?.close();
  });

  const textOf = (id) => page.text(`#${id}`);
  const numberOf = async (id) => numberIn(await textOf(id));

  /** The texts of a table's cells, row by row. */
  const cellsOf = (selector) =>
    page.evaluate(
      `[...document.querySelectorAll('${selector} tr')].map((row) => [...row.cells].map((cell) => cell.textContent))`,
    );

  /** Notes the count of tensors that the page shows at every step from now on. */
  const noteTensors = () =>
    page.evaluate(`(() => {
      window.tensorCounts = [];
      const note = () => window.tensorCounts.push(document.querySelector('#tensors').textContent);
      new MutationObserver(note).observe(document.querySelector('#step'), {childList: true});
    })()`);

  const coloursOf = (selector) =>
    page.evaluate(`(() => {
      const canvas = document.querySelector('${selector}');
      const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    })()`);

  /** Makes the page show another pixel of the gradient: its entry, and the central difference there. */
  async function pixelAfter(action) {
    const before = JSON.stringify(await textOf('pixel'));
    await action();
    await page.until(`document.querySelector('#pixel').textContent !== ${before}`);
    return {slope: await numberOf('pixel-gradient'), difference: await numberOf('pixel-difference')};
  }

  it('answers for the digit that is chosen, also before the first evaluation', async () => {
    await page.evaluate(`document.querySelector('#start').focus()`);
    await page.press('Enter');
    await page.until(`parseInt(document.querySelector('#step').textContent) > 0`, 60_000);
    await page.type('#example', '101');
    await page.until(
      `/^Answer: (1, which is|\\d, but it is a 1)/.test(document.querySelector('#scores-caption').textContent)`,
    );
    await page.until(`document.querySelector('#images').ariaBusy === 'false'`);
    expect(await textOf('digit-caption')).to.equal('The digit: a 1');
    expect(await cellsOf('#history')).to.deep.equal([]);
    await page.type('#example', '401');
    await page.click('#stop');
    await page.until(`/^Stopped/.test(${STATUS})`, 60_000);
  });

  it('leaves the focus on the button that is pressed', async () => {
    for (const button of ['start', 'stop']) {
      await page.evaluate(`document.querySelector('#${button}').focus()`);
      await page.press('Enter');
      await page.until(`document.querySelector('#${button}').ariaDisabled === 'true'`);
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      expect(await page.evaluate(`document.activeElement.id`)).to.equal(button);
    }
    await page.until(`/^Stopped/.test(${STATUS})`, 60_000);
  });

  it('shows the number of epochs that it takes', async () => {
    for (const [typed, taken] of [
      ['0', '1'],
      ['999', '50'],
      ['', '3'],
    ]) {
      await page.type('#epochs', typed);
      expect(await page.evaluate(`document.querySelector('#epochs').value`)).to.equal(taken);
    }
  });

  it('stops when it is asked to', async () => {
    await page.click('#start');
    beginning = await page.until(FIRST_ROW, 60_000);
    await page.click('#stop');
    await page.until(`/^Stopped/.test(${STATUS})`, 5000);
    const step = await textOf('step');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await textOf('step')).to.equal(step);
  });

  it('trains again from the start, and says when it is done', async () => {
    await noteTensors();
    await page.click('#start');
    await page.until(`/^Done/.test(${STATUS})`, PATIENCE);
    const {value, max} = await page.evaluate(
      `(({value, max}) => ({value, max}))(document.querySelector('#progress'))`,
    );
    expect(value).to.equal(max);
  });

  it('repeats the run of a seed', async () => {
    expect(await page.evaluate(FIRST_ROW)).to.equal(beginning);
  });

  it('knows at least 95 % of the held-out digits, as many as stand on the diagonal', async () => {
    const accuracy = await numberOf('accuracy');
    expect(accuracy).to.be.at.least(95);
    const counts = (await cellsOf('#confusion tbody')).map((row) => row.slice(1, 11).map(Number));
    expect(counts.map((row) => row.reduce((sum, count) => sum + count))).to.deep.equal(Array(10).fill(100));
    const diagonal = counts.reduce((sum, row, digit) => sum + row[digit], 0);
    expect(accuracy).to.be.closeTo(diagonal / 10, 1e-9);
  });

  it('lowers the loss to a fifth of that of guessing', async () => {
    const losses = (await cellsOf('#history')).map(([, loss]) => Number(loss));
    expect(losses.at(-1)).to.be.below(Math.log(10) / 5);
    expect(losses.at(-1)).to.be.below(losses[0] / 2);
  });

  it('keeps as many tensors at every step', async () => {
    const counts = await page.evaluate(`window.tensorCounts`);
    // The first is the dash that the new run begins with.
    const numbers = counts.slice(1).map(Number);
    expect(numbers.length).to.be.above(100);
    expect(new Set(numbers).size).to.equal(1);
  });

  it('draws the digit, the gradient and the curves', async () => {
    // A digit may have few shades of grey.
    expect(await coloursOf('#digit')).to.be.above(2);
    for (const canvas of ['#gradient', '#loss-curve', '#accuracy-curve']) {
      expect(await coloursOf(canvas), canvas).to.be.above(10);
    }
  });

  it('shows the steepest pixel, whose slope is that of two runs of the network', async () => {
    const [slope, difference] = [await numberOf('pixel-gradient'), await numberOf('pixel-difference')];
    expect(Math.abs(slope)).to.be.above(0.05);
    expect(difference).to.be.closeTo(slope, 0.02 * Math.abs(slope));
  });

  it('shows slopes of pixels chosen by mouse and by keyboard that two runs of the network confirm', async () => {
    const steepest = Math.abs(await numberOf('pixel-gradient'));
    const pixels = [
      await pixelAfter(() => page.click('#gradient', [0.4, 0.4])),
      await pixelAfter(() => page.click('#gradient', [0.6, 0.6])),
    ];
    await page.evaluate(`document.querySelector('#gradient').focus()`);
    for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowDown']) {
      pixels.push(await pixelAfter(() => page.press(key)));
    }
    expect(new Set(pixels.map(({slope}) => slope)).size).to.be.above(5);
    for (const {slope, difference} of pixels) {
      expect(Math.abs(slope)).to.be.at.most(steepest);
      expect(difference).to.be.closeTo(slope, 0.02 * steepest);
    }
  });

  it('shows the next mistake with the digit that it was taken for', async () => {
    await page.click('#next-mistake');
    await page.until(`/but it is a/.test(document.querySelector('#scores-caption').textContent)`);
    const [answer, truth] = (await textOf('scores-caption')).match(/\d/g);
    expect(answer).not.to.equal(truth);
    expect(await textOf('gradient-caption')).to.equal(`Gradient of the logit of ${answer}`);
  });

  it("learns the same on wasm, whose gradient of a filter is the page's own, as on cpu", async () => {
    const losses = [];
    for (const backend of ['wasm', 'cpu']) {
      await page.click(`#backends [value=${backend}]`);
      await page.until(`/^Ready on ${backend}/.test(${STATUS})`);
      await page.click('#start');
      await page.until(FIRST_ROW, 60_000);
      losses.push(Number((await cellsOf('#history'))[0][1]));
      await page.click('#stop');
      await page.until(`/^Stopped/.test(${STATUS})`, 5000);
    }
    const [onWasm, onCpu] = losses;
    expect(onCpu).to.be.within(0.1, 1);
    expect(onWasm).to.be.closeTo(onCpu, 0.005);
  });

  it('fits on a narrow screen', async () => {
    const narrow = await browser.openPage({width: 360, height: 740, mobile: true});
    await narrow.goTo(`${server.origin}/digits.html`);
    await narrow.until(`/^Ready/.test(${STATUS})`, 60_000);
    expect(await narrow.evaluate(`document.documentElement.scrollWidth`)).to.be.at.most(360);
    expect(narrow.complaints).to.deep.equal([]);
  });

  it('asks no other host for anything, and nothing goes wrong', () => {
    expect(page.requests.filter((address) => !address.startsWith(server.origin))).to.deep.equal([]);
    expect(server.missing).to.deep.equal([]);
    expect(page.complaints).to.deep.equal([]);
  });
});
