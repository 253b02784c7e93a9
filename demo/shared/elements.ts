/** The element of an id, which must be of the class given. */
export function elementOf<T extends Element>(id: string, type: abstract new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${type.name} with the id '${id}'.`);
  return element;
}

/** A new element with text, classes and the like. */
export function create<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** The radio buttons of a group by value. */
export function radiosOf(group: Element): Map<string, HTMLInputElement> {
  return new Map([...group.querySelectorAll('input')].map((input) => [input.value, input]));
}

/**
 * Greys controls out, or not. They keep the focus, which `disabled` would drop to the page, so that who uses the keyboard
 * would have to begin at its top again. Needs `refuseClicks`.
 */
export function setUsable(controls: Iterable<HTMLElement>, isUsable: boolean): void {
  for (const control of controls) control.setAttribute('aria-disabled', String(!isUsable));
}

/** Lets no click through to controls that are greyed out, be it by mouse, by Enter or by an arrow key. */
export function refuseClicks(): void {
  const refuse = (event: Event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[aria-disabled="true"]')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('click', refuse, {capture: true});
}
