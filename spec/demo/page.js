/** A page of the browser: what a user does in it, what is on it, and what went wrong. */
import {Buffer} from 'node:buffer';
import {writeFile} from 'node:fs/promises';

const PATIENCE = 15_000;
const POLL = 50;
/** What the driver of a graphics card in software says now and then, at any page that reads from it. */
const REMARK_OF_DRIVER = /GPU stall due to ReadPixels/;

const KEYS = {
  Enter: {code: 'Enter', windowsVirtualKeyCode: 13, text: '\r'},
  Tab: {code: 'Tab', windowsVirtualKeyCode: 9},
  ArrowLeft: {code: 'ArrowLeft', windowsVirtualKeyCode: 37},
  ArrowUp: {code: 'ArrowUp', windowsVirtualKeyCode: 38},
  ArrowRight: {code: 'ArrowRight', windowsVirtualKeyCode: 39},
  ArrowDown: {code: 'ArrowDown', windowsVirtualKeyCode: 40},
};

export class Page {
  /** Errors and warnings of the console, exceptions, and reports of the content security policy. */
  complaints = [];
  /** Addresses that the page has asked for. */
  requests = [];
  #send;

  /**
   * `media`: what the system is said to prefer, such as {'prefers-color-scheme': 'dark'}. `script`: what runs before the
   * page's own scripts.
   */
  static async open(
    connection,
    {width = 1280, height = 800, media = {}, density = 1, mobile = false, script = ''} = {},
  ) {
    const {browserContextId} = await connection.send('Target.createBrowserContext');
    const {targetId} = await connection.send('Target.createTarget', {url: 'about:blank', browserContextId});
    const {sessionId} = await connection.send('Target.attachToTarget', {targetId, flatten: true});
    const page = new Page((method, params) => connection.send(method, params, sessionId));
    connection.onEvent((event) => event.sessionId === sessionId && page.#note(event));
    for (const domain of ['Page', 'Runtime', 'Log', 'Network', 'Audits'])
      await page.#send(`${domain}.enable`);
    await page.#send('Page.addScriptToEvaluateOnNewDocument', {source: script});
    const features = Object.entries(media).map(([name, value]) => ({name, value}));
    await page.#send('Emulation.setEmulatedMedia', {features});
    await page.#send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: density,
      mobile,
    });
    return page;
  }

  constructor(send) {
    this.#send = send;
  }

  async goTo(address) {
    await this.#send('Page.navigate', {url: address});
  }

  /** The value of an expression in the page. */
  async evaluate(expression) {
    const {result, exceptionDetails} = await this.#send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression is true in the page. */
  async until(expression, patience = PATIENCE) {
    const end = performance.now() + patience;
    for (;;) {
      const value = await this.evaluate(expression);
      if (value) return value;
      if (performance.now() > end) throw new Error(`Waited in vain for: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }

  text(selector) {
    return this.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`);
  }

  /** Clicks the middle of an element, or another place of it given in shares of its size. */
  async click(selector, [right, down] = [0.5, 0.5]) {
    const {x, y, width, height} = await this.evaluate(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      element.scrollIntoView({block: 'nearest', behavior: 'instant'});
      const {x, y, width, height} = element.getBoundingClientRect();
      return {x, y, width, height};
    })()`);
    const place = {x: x + right * width, y: y + down * height, button: 'left', clickCount: 1};
    await this.#send('Input.dispatchMouseEvent', {...place, type: 'mouseMoved', button: 'none'});
    await this.#send('Input.dispatchMouseEvent', {...place, type: 'mousePressed'});
    await this.#send('Input.dispatchMouseEvent', {...place, type: 'mouseReleased'});
    return place;
  }

  async moveMouse(x, y) {
    await this.#send('Input.dispatchMouseEvent', {type: 'mouseMoved', x, y});
  }

  /** Presses a key of KEYS; `shift` with the shift key held. */
  async press(key, {shift = false} = {}) {
    const event = {key, modifiers: shift ? 8 : 0, ...KEYS[key]};
    await this.#send('Input.dispatchKeyEvent', {...event, type: event.text ? 'keyDown' : 'rawKeyDown'});
    await this.#send('Input.dispatchKeyEvent', {...event, type: 'keyUp', text: undefined});
  }

  /** Puts text in the place of what is in a field, as if typed, and leaves the field by Enter. */
  async type(selector, text) {
    await this.evaluate(`(() => {
      const field = document.querySelector(${JSON.stringify(selector)});
      field.focus();
      field.select();
    })()`);
    await this.#send('Input.insertText', {text});
    await this.press('Enter');
  }

  async choose(selector, value) {
    await this.evaluate(`(() => {
      const select = document.querySelector(${JSON.stringify(selector)});
      select.value = ${JSON.stringify(value)};
      select.dispatchEvent(new Event('change', {bubbles: true}));
    })()`);
  }

  async screenshot(file, {wholePage = false} = {}) {
    const {data} = await this.#send('Page.captureScreenshot', {
      format: 'png',
      captureBeyondViewport: wholePage,
    });
    await writeFile(file, Buffer.from(data, 'base64'));
  }

  #note({method, params}) {
    if (method === 'Runtime.exceptionThrown')
      this.complaints.push(params.exceptionDetails.exception?.description);
    if (method === 'Runtime.consoleAPICalled' && ['error', 'warning'].includes(params.type)) {
      this.complaints.push(params.args.map((argument) => argument.value).join(' '));
    }
    if (method === 'Log.entryAdded' && ['error', 'warning'].includes(params.entry.level)) {
      if (!REMARK_OF_DRIVER.test(params.entry.text)) this.complaints.push(params.entry.text);
    }
    if (method === 'Audits.issueAdded' && params.issue.code === 'ContentSecurityPolicyIssue') {
      this.complaints.push(JSON.stringify(params.issue.details.contentSecurityPolicyIssueDetails));
    }
    if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
  }
}
