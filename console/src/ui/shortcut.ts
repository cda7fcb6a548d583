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

/** Keys that parts of a screen read themselves, in the words of the sheet: what the table of verbs does not hold. */
export const fixedKeys = [
  { word: 'help.move', keys: ['J', 'K'] },
  { word: 'help.open', keys: ['↵'] },
  { word: 'keys.back', keys: ['Esc'] },
  { word: 'help.send', keys: ['mod+enter'] },
  { word: 'help.accept', keys: ['↵'] },
] as const

/** The keys of a shortcut one by one, as they are pressed: `G`, `W` of `g w`. */
export const keysOf = (shortcut: string): string[] =>
  shortcut.includes('+') ? [shortcutText(shortcut)] : shortcut.split(' ').map((key) => key.toUpperCase())

/** `⌘K` or `Ctrl K` of `mod+k`, `G W` of `g w`. */
export function shortcutText(shortcut: string): string {
  if (shortcut.startsWith('mod+')) {
    const key = shortcut.slice(4)
    const name = key === 'enter' ? '↵' : key.toUpperCase()
    return isApple ? `⌘${name}` : `Ctrl ${name}`
  }
  return shortcut.toUpperCase()
}
