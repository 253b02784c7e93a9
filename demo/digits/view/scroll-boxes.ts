/** Lets the keyboard reach boxes in which something scrolls, and pass by those in which nothing does. */
export function followScrolling(boxes: Iterable<HTMLElement>): void {
  for (const box of boxes) {
    const observer = new ResizeObserver(() => {
      if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    });
    for (const element of [box, ...box.children]) observer.observe(element);
  }
}
