/** The playground as its users handle it. */

/** A number as the page writes it, out of a text that may have words around it. */
export function numberIn(text) {
  const [number] = /-?[\d.]+(e-?\d+)?/.exec(text.replaceAll('−', '-')) ?? [];
  return Number(number);
}

const IS_READY = `document.querySelector('#value')?.textContent`;
const IS_OVER = `document.querySelector('#pause').ariaDisabled === 'true' && !/step 0$/.test(document.querySelector('#status').textContent)`;

export class Playground {
  static async open(browser, origin, options) {
    const page = await browser.openPage(options);
    await page.goTo(`${origin}/index.html`);
    await page.until(IS_READY);
    return new Playground(page);
  }

  #page;

  constructor(page) {
    this.#page = page;
    for (const name of [
      'evaluate',
      'until',
      'text',
      'click',
      'press',
      'type',
      'choose',
      'screenshot',
      'moveMouse',
    ]) {
      this[name] = page[name].bind(page);
    }
  }

  get complaints() {
    return this.#page.complaints;
  }

  get requests() {
    return this.#page.requests;
  }

  async readout() {
    const [x, y] = await this.evaluate(
      `['x', 'y'].map((axis) => document.querySelector('#crosshair-' + axis).valueAsNumber)`,
    );
    const [value, slopeX, slopeY] = await Promise.all(
      ['#value', '#slope-x', '#slope-y'].map(async (field) => numberIn(await this.text(field))),
    );
    return {x, y, value, slopeX, slopeY};
  }

  async setNumber(selector, value) {
    await this.type(selector, String(value));
    await this.evaluate(`document.activeElement.blur()`);
  }

  async moveTo(x, y) {
    await this.setNumber('#crosshair-x', x);
    await this.setNumber('#crosshair-y', y);
  }

  async pressOn(selector, key) {
    await this.evaluate(`document.querySelector('${selector}').focus()`);
    await this.press(key);
  }

  clickPlane(shares) {
    return this.click('#overlay', shares);
  }

  /** Runs as fast as possible, to the end. */
  async run({steps, start}) {
    await this.choose('#speed', 'Infinity');
    await this.runAsIs({steps, start});
  }

  async runAsIs({steps, start = () => this.click('#start')}) {
    await this.setNumber('#steps', steps);
    await start();
    await this.until(IS_OVER);
  }

  async stepsDone() {
    return Number(/step (\d+)$/.exec(await this.text('#status'))[1]);
  }

  /** Leaves these walkers chosen, and no other. */
  async use(names) {
    await this.evaluate(`(() => {
      for (const box of document.querySelectorAll('#walkers input[type=checkbox]')) {
        if (box.checked !== ${JSON.stringify(names)}.includes(box.id.slice(4))) box.click();
      }
    })()`);
  }

  async useMachine(backend, mode) {
    await this.click(`#modes [value=${mode}]`);
    await this.click(`#backends [value=${backend}]`);
    const status = JSON.stringify(`${backend} · ${mode} · `);
    await this.until(`document.querySelector('#status').textContent.startsWith(${status})`);
  }

  /** Every text of the status line while something is done. */
  async statusesDuring(action) {
    await this.evaluate(`(() => {
      const status = document.querySelector('#status');
      status.seen = [];
      status.observer = new MutationObserver(() => status.seen.push(status.textContent));
      status.observer.observe(status, {childList: true, characterData: true, subtree: true});
    })()`);
    await action();
    return this.evaluate(`(() => {
      const status = document.querySelector('#status');
      status.observer.disconnect();
      return status.seen;
    })()`);
  }

  /** The different numbers of tensors that the status line showed while something was done. */
  async tensorsDuring(action) {
    const statuses = await this.statusesDuring(action);
    return [...new Set(statuses.map((status) => numberIn(/\d+ tensors/.exec(status)[0])))];
  }

  /** Waits until what has happened is drawn. */
  async nextFrames() {
    await this.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  }

  coloursOf(selector) {
    return this.evaluate(`(() => {
      const canvas = document.querySelector('${selector}');
      const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    })()`);
  }
}
