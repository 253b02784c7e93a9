/** A small client of the DevTools protocol: commands with their answers, and events. */
import WebSocket from 'ws';

export async function connect(address) {
  const socket = new WebSocket(address, {perMessageDeflate: false, maxPayload: 2 ** 28});
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return new Connection(socket);
}

class Connection {
  #socket;
  #pending = new Map();
  #listeners = new Set();
  #lastId = 0;

  constructor(socket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(data)));
    socket.on('close', () => {
      for (const {method, reject} of this.#pending.values())
        reject(new Error(`${method}: the browser is gone.`));
    });
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, {method, resolve, reject});
      this.#socket.send(JSON.stringify({id, method, params, sessionId}));
    });
  }

  onEvent(listener) {
    this.#listeners.add(listener);
  }

  close() {
    this.#socket.close();
  }

  #receive(message) {
    const pending = this.#pending.get(message.id);
    if (!pending) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    this.#pending.delete(message.id);
    if (message.error) pending.reject(new Error(`${pending.method}: ${message.error.message}`));
    else pending.resolve(message.result);
  }
}
