/**
 * The model of `@tensorflow/tfjs-layers` that does the work: a Sequential has one within it, and makes another one whenever it
 * is built, which `compile` does each time.
 */

/** Replaces members of a model; gives what puts back those that it had, unless somebody has replaced them since. */
export type Attach = (inner: object) => () => void;

/** What was attached to models, which is released when the like is attached again. */
export type Attached = WeakMap<object, () => void>;

/** Attaches to the model within a model, or to the model itself, and to each one that takes its place. Gives what ends that. */
export function attachToInner(model: object, attached: Attached, attach: Attach): () => void {
  attached.get(model)?.();
  let inner = innerOf(model);
  let detach = attach(inner);
  let isReleased = false;
  const follow = (): void => {
    const now = innerOf(model);
    if (now === inner || isReleased) return;
    detach();
    inner = now;
    detach = attach(inner);
  };
  const leaveBuild = afterBuild(model, follow);
  const release = (): void => {
    if (isReleased) return;
    isReleased = true;
    leaveBuild();
    detach();
  };
  attached.set(model, release);
  return release;
}

function afterBuild(model: object, follow: () => void): () => void {
  const build: unknown = Reflect.get(model, 'build');
  if (typeof build !== 'function') return () => undefined;
  return replaceMember(model, 'build', (...shapes: unknown[]): unknown => {
    const built: unknown = Reflect.apply(build, model, shapes);
    follow();
    return built;
  });
}

export function innerOf(model: object): object {
  const inner: unknown = Reflect.get(model, 'model');
  return typeof inner === 'object' && inner !== null ? inner : model;
}

/** Gives an object a member of its own in the place of another; gives what puts it back if it is still there. */
export function replaceMember(object: object, name: string, member: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, {value: member, configurable: true, writable: true});
  return () => {
    if (Reflect.get(object, name) !== member) return;
    if (before === undefined) Reflect.deleteProperty(object, name);
    else Object.defineProperty(object, name, before);
  };
}

/** True if a layer keeps tensors from call to call, as recurrent layers with `stateful` do, in JavaScript. */
export function isStateful(model: object): boolean {
  return Reflect.get(model, 'stateful') === true;
}
