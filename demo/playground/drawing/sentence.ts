import {colourOf, type Sheet} from '../../shared/canvas.js';
import type {View} from './view.js';

/** Writes a sentence into the middle of the frame. */
export function drawSentence({context}: Sheet, view: View, sentence: string): void {
  const {left, top, width, height} = view.frame;
  context.font = '14px system-ui, sans-serif';
  context.fillStyle = colourOf(context.canvas, '--ink');
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(sentence, left + width / 2, top + height / 2, width);
}
