const isApple = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent)

interface Press {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey?: boolean
  isComposing?: boolean
}

/** The step a key press makes: `e`, `shift+e`, `?`, `mod+k`; null for presses that are not ours (Alt, composing, plain Enter or Tab). */
export function keyStep(event: Press): string | null {
  if (event.isComposing || event.altKey || event.key.length !== 1) return null
  const key = event.key.toLowerCase()
  if (event.ctrlKey || event.metaKey) return `mod+${key}`
  // Of what only Shift can type, like `?`, Shift is no part.
  if (event.shiftKey === true && key !== key.toUpperCase()) return `shift+${key}`
  return key === ' ' ? null : key
}

/** True where typing a letter means the letter. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input, textarea, select') || target.shadowRoot !== null
}

/** Whether a step needs no key held for the machine itself: what stands for itself in a text. */
export const isTyped = (step: string) => !step.startsWith('mod+')

/** Keys that parts of a screen read themselves, in the words of the sheet: what the table of verbs does not hold. */
export const fixedKeys = [
  { word: 'help.move', keys: ['J', 'K'] },
  { word: 'help.open', keys: ['↵'] },
  { word: 'keys.back', keys: ['Esc'] },
  { word: 'help.send', keys: ['mod+enter'] },
  { word: 'keys.sendSolve', keys: ['mod+shift+enter'] },
  { word: 'composer.then', keys: ['alt+down'] },
  { word: 'help.accept', keys: ['↵'] },
  { word: 'bulk.selectVerb', keys: ['X'] },
] as const

/** The keys of a shortcut one by one, as they are pressed: `G`, `W` of `g w`. */
export const keysOf = (shortcut: string): string[] =>
  shortcut.length > 1 && shortcut.includes('+')
    ? [shortcutText(shortcut)]
    : shortcut.split(' ').map((key) => key.toUpperCase())

const appleNames = { mod: '⌘', shift: '⇧', alt: '⌥', enter: '↵', down: '↓' }
const otherNames = { mod: 'Ctrl', shift: '⇧', alt: 'Alt', enter: '↵', down: '↓' }

/** `⌘K` or `Ctrl K` of `mod+k`, `G W` of `g w`. */
export function shortcutText(shortcut: string): string {
  const names: Record<string, string> = isApple ? appleNames : otherNames
  const parts = shortcut.split('+').map((part) => names[part] ?? part.toUpperCase())
  return shortcut.length === 1 ? shortcut.toUpperCase() : parts.join(isApple ? '' : ' ')
}
