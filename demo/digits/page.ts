/** The page of the digits: loads them, and hands its buttons and views to a session. */
import * as tf from '@tensorflow/tfjs-core';

import {backendNames} from '../shared/backends.js';
import {refuseClicks} from '../shared/elements.js';
import {GraphicsLostError, onGraphicsLost} from '../shared/graphics.js';
import {loadDigits, type Digits} from './model/digits.js';
import {registerFilterGradientOnWasm} from './model/filter-gradient-on-wasm.js';
import {Session} from './session.js';
import {Turns} from './turns.js';
import {AttentionView} from './view/attention-view.js';
import {ConfusionTable} from './view/confusion-table.js';
import {Curves} from './view/curves.js';
import {Panel} from './view/panel.js';
import {followScrolling} from './view/scroll-boxes.js';

const panel = new Panel();
tf.enableProdMode();
registerFilterGradientOnWasm();
refuseClicks();
followScrolling(document.querySelectorAll<HTMLElement>('.scroll'));
loadDigits()
  .then(begin)
  .catch((error: unknown) => panel.giveUp(error));

function fail(error: unknown): void {
  // When the graphics card is lost, the session begins anew and says so.
  if (!(error instanceof GraphicsLostError)) panel.fail(error);
}

function begin(digits: Digits): void {
  const turns = new Turns();
  const attention = new AttentionView(digits.heldOut, turns, fail);
  const views = {panel, attention, curves: new Curves(), confusion: new ConfusionTable()};
  const session = new Session(digits, views, turns);
  panel.start.addEventListener('click', () => {
    session.train(panel.options).catch(fail);
  });
  panel.stop.addEventListener('click', () => session.stop());
  for (const [value, radio] of panel.backends) {
    const backend = backendNames.find((name) => name === value) ?? 'webgl';
    radio.addEventListener('change', () => {
      session.moveTo(backend).catch(fail);
    });
  }
  onGraphicsLost(() => {
    session.recover().catch(fail);
  });
  const chosen = [...panel.backends.values()].find(({checked}) => checked)?.value;
  session.moveTo(backendNames.find((name) => name === chosen) ?? 'webgl').catch(fail);
}
