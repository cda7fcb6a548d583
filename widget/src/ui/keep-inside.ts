const reachable = 'a[href],button:not(:disabled),input,select,textarea,[tabindex="0"]'

/** At the last thing that can be reached Tab goes on with the first, and back. */
export function keepInside(event: KeyboardEvent, panel: HTMLElement): void {
  if (event.key !== 'Tab') return
  const all = [...panel.querySelectorAll<HTMLElement>(reachable)].filter((one) => one.getClientRects().length > 0)
  const [first, last] = [all[0], all.at(-1)]
  const here = document.activeElement
  if (event.shiftKey ? here === first : here === last) {
    event.preventDefault()
    ;(event.shiftKey ? last : first)?.focus()
  }
}
