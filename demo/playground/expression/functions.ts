import * as tf from '@tensorflow/tfjs-core';
import {power} from './power.js';

/** A number where no variable is in it, else a tensor. */
export type Quantity = number | tf.Tensor;

/** What a name or a sign does to numbers, and what it does as soon as a tensor is among its operands. */
export interface Meaning {
  readonly arity: 1 | 2;
  readonly ofNumbers: (a: number, b: number) => number;
  readonly ofTensors: (a: Quantity, b: Quantity) => tf.Tensor;
}

function one(ofNumbers: (a: number) => number, ofTensors: (a: Quantity) => tf.Tensor): Meaning {
  return {arity: 1, ofNumbers, ofTensors};
}

function two(ofNumbers: Meaning['ofNumbers'], ofTensors: Meaning['ofTensors']): Meaning {
  return {arity: 2, ofNumbers, ofTensors};
}

export const operators = {
  '+': two((a, b) => a + b, tf.add),
  '-': two((a, b) => a - b, tf.sub),
  '*': two((a, b) => a * b, tf.mul),
  '/': two((a, b) => a / b, tf.div),
  '^': two(Math.pow, power),
};

export const functions = {
  sin: one(Math.sin, tf.sin),
  cos: one(Math.cos, tf.cos),
  tan: one(Math.tan, tf.tan),
  exp: one(Math.exp, tf.exp),
  log: one(Math.log, tf.log),
  ln: one(Math.log, tf.log),
  sqrt: one(Math.sqrt, tf.sqrt),
  abs: one(Math.abs, tf.abs),
  tanh: one(Math.tanh, tf.tanh),
  sigmoid: one((a) => 1 / (1 + Math.exp(-a)), tf.sigmoid),
  min: two(Math.min, tf.minimum),
  max: two(Math.max, tf.maximum),
  pow: two(Math.pow, power),
};

export const constants = {pi: Math.PI, e: Math.E};

export type Operator = keyof typeof operators;
export type FunctionName = keyof typeof functions;
type ConstantName = keyof typeof constants;

export const isOperator = (text: string): text is Operator => Object.hasOwn(operators, text);
export const isFunction = (text: string): text is FunctionName => Object.hasOwn(functions, text);
export const isConstant = (text: string): text is ConstantName => Object.hasOwn(constants, text);
