/** The page of the digits: loads them, and hands its buttons and views to a session. */
import * as tf from '@tensorflow/tfjs-core';

import {backendNames} from '../shared/backends.js';
import {loadDigits} from './model/digits.js';
import {Session} from './session.js';
import {Turns} from './turns.js';
import {AttentionView} from './view/attention-view.js';
import {ConfusionTable} from './view/confusion-table.js';
import {Curves} from './view/curves.js';
import {Panel} from './view/panel.js';

const panel = new Panel();
const fail = (error: unknown): void => panel.fail(error);
tf.enableProdMode();
begin().catch(fail);

async function begin(): Promise<void> {
  const digits = await loadDigits();
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
  const chosen = [...panel.backends.values()].find(({checked}) => checked)?.value;
  await session.moveTo(backendNames.find((name) => name === chosen) ?? 'webgl');
}
