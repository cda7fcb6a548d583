const isApple = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent)

interface Press {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  isComposing?: boolean
}

/** The step a key press makes: `e`, `?`, `mod+k`; null for presses that are not ours (Alt, composing, plain Enter or Tab). */
export function keyStep(event: Press): string | null {
  if (event.isComposing || event.altKey || event.key.length !== 1) return null
  const key = event.key.toLowerCase()
  if (event.ctrlKey || event.metaKey) return `mod+${key}`
  return key === ' ' ? null : key
}

/** True where typing a letter means the letter. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input, textarea, select') || target.shadowRoot !== null
}

/** `⌘K` or `Ctrl K` of `mod+k`, `G W` of `g w`. */
export function shortcutText(shortcut: string): string {
  if (shortcut.startsWith('mod+')) {
    const key = shortcut.slice(4)
    const name = key === 'enter' ? '↵' : key.toUpperCase()
    return isApple ? `⌘${name}` : `Ctrl ${name}`
  }
  return shortcut.toUpperCase()
}
