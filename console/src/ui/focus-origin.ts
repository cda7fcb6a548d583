let menuButton: HTMLElement | null = null

/** Keeps the button of the menu that a verb is chosen from: the menu holds the focus and goes before what the verb opens. */
export function chooseFrom(button: HTMLElement | null): void {
  menuButton = button
}

/** Where the focus goes back to when what opens now is closed: whatever has it, or the button of the menu chosen from. */
export function focusOrigin(): HTMLElement | null {
  const active = document.activeElement
  const button = menuButton
  menuButton = null
  const isElsewhere =
    active instanceof HTMLElement && active !== document.body && active.closest('[role=menu]') === null
  return isElsewhere ? active : button
}
